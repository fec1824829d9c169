#include "connectors/common/line_source.hpp"

#include "connectors/common/descriptor.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

/// Waits for bytes on any descriptor that read() works on.
class DescriptorSource final : public LineSource {
 public:
  DescriptorSource(Descriptor descriptor, std::string name)
      : descriptor_(std::move(descriptor)), name_(std::move(name)) {}
  ~DescriptorSource() override = default;

  Next next(Line& line, std::chrono::milliseconds wait) override {
    for (;;) {
      if (auto const found = ended_ ? buffer_.rest() : buffer_.next()) {
        static_cast<RawLine&>(line) = *found;
        return Next::line;
      }
      if (ended_) return Next::ended;
      pollfd waiting{descriptor_.get(), POLLIN, 0};
      int const ready = ::poll(&waiting, 1, static_cast<int>(wait.count()));
      if (ready <= 0) return Next::idle; // time is up, or a signal: the caller looks whether to stop
      read_some();
    }
  }

  bool rewind() override {
    if (::lseek(descriptor_.get(), 0, SEEK_SET) != 0) return false;
    buffer_.clear();
    ended_ = false;
    return true;
  }

  std::string describe() const override { return error_.empty() ? name_ : fmt::format("{} ({})", name_, error_); }

 private:
  void read_some() {
    auto const space = buffer_.space();
    auto const bytes = ::read(descriptor_.get(), space.data(), space.size());
    if (bytes > 0) return buffer_.commit(static_cast<std::size_t>(bytes));
    if (bytes < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (bytes < 0) error_ = std::strerror(errno);
    ended_ = true;
  }

  Descriptor descriptor_;
  std::string name_;
  std::string error_;
  LineBuffer buffer_{kMaxLine};
  bool ended_ = false;
};

} // namespace

Result<std::unique_ptr<LineSource>> open_file(std::filesystem::path const& file) {
  if (std::filesystem::is_directory(file))
    return Error{fmt::format("{}: is a folder, not a file of lines", file.string())};
  Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor) return Error{fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno))};
  return std::unique_ptr<LineSource>(std::make_unique<DescriptorSource>(std::move(descriptor), file.string()));
}

std::unique_ptr<LineSource> open_standard_input() {
  return std::make_unique<DescriptorSource>(Descriptor(::dup(STDIN_FILENO)), "standard input");
}

} // namespace dalian::connectors
