#include "renderer/scene/isolated_import.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <type_traits>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dalian::scene {
namespace {

static_assert(std::is_trivially_copyable_v<ImportedVertex> && std::is_trivially_copyable_v<ImportedSpin>);

constexpr char kModel = 'm', kError = 'e';

/// Bytes of a file that both processes see.
class Letter {
 public:
  Letter() : fd_(memfd_create("model", MFD_CLOEXEC)) {}
  ~Letter() {
    if (fd_ >= 0) close(fd_);
  }
  Letter(Letter const&) = delete;
  Letter& operator=(Letter const&) = delete;
  bool open() const { return fd_ >= 0; }

  void put(void const* bytes, std::size_t size) const {
    for (auto const* at = static_cast<char const*>(bytes); size > 0;) {
      ssize_t const written = ::write(fd_, at, size);
      if (written <= 0) _exit(EXIT_FAILURE);
      at += written;
      size -= static_cast<std::size_t>(written);
    }
  }
  template <class T>
  void put(std::vector<T> const& items) const {
    std::uint64_t const count = items.size();
    put(&count, sizeof(count));
    put(items.data(), items.size() * sizeof(T));
  }

  bool get(void* bytes, std::size_t size) {
    for (auto* at = static_cast<char*>(bytes); size > 0;) {
      ssize_t const got = pread(fd_, at, size, offset_);
      if (got <= 0) return false;
      at += got;
      offset_ += got;
      size -= static_cast<std::size_t>(got);
    }
    return true;
  }
  template <class T>
  bool get(std::vector<T>& items) {
    std::uint64_t count = 0;
    struct stat all {};
    if (!get(&count, sizeof(count)) || fstat(fd_, &all) != 0) return false;
    if (count > static_cast<std::uint64_t>(all.st_size) / sizeof(T)) return false;
    items.resize(count);
    return get(items.data(), count * sizeof(T));
  }

 private:
  int fd_;
  off_t offset_ = 0;
};

void limit(ImportLimits const& limits) {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  rlim_t const bytes = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) + limits.memory_bytes;
  rlimit const memory{bytes, bytes}, none{0, 0};
  setrlimit(RLIMIT_AS, &memory);
  setrlimit(RLIMIT_CORE, &none);
  std::signal(SIGALRM, SIG_DFL);
  alarm(limits.seconds);
}

void answer(Letter const& letter, Result<ImportedModel> const& model) {
  letter.put(model ? &kModel : &kError, 1);
  if (!model) {
    std::string const& reason = model.error();
    letter.put(std::vector<char>(reason.begin(), reason.end()));
    return;
  }
  std::uint64_t const levels = model->levels.size();
  letter.put(&levels, sizeof(levels));
  for (ImportedLevel const& level : model->levels) {
    letter.put(level.vertices);
    letter.put(level.indices);
  }
  letter.put(&model->spin, sizeof(model->spin));
}

[[noreturn]] void read_and_end(std::filesystem::path const& file, Letter const& letter, ImportLimits const& limits) {
  limit(limits);
  try {
    answer(letter, import_model(file));
  } catch (std::exception const& error) {
    answer(letter, Error{fmt::format("{}: cannot be read as a model: {}", file.string(), error.what())});
  }
  _exit(EXIT_SUCCESS); // nothing of the parent's is to be put away here
}

Result<ImportedModel> opened(std::filesystem::path const& file, Letter& letter) {
  Error const torn{fmt::format("{}: what was read of it did not arrive", file.string())};
  char kind = 0;
  if (!letter.get(&kind, 1)) return torn;
  if (kind == kError) {
    std::vector<char> reason;
    return letter.get(reason) ? Error{std::string(reason.begin(), reason.end())} : torn;
  }
  ImportedModel model;
  std::uint64_t levels = 0;
  if (!letter.get(&levels, sizeof(levels))) return torn;
  for (std::uint64_t i = 0; i < levels; ++i) {
    ImportedLevel level;
    if (!letter.get(level.vertices) || !letter.get(level.indices)) return torn;
    model.levels.push_back(std::move(level));
  }
  if (!letter.get(&model.spin, sizeof(model.spin))) return torn;
  return model;
}

std::string end_of(int status, ImportLimits const& limits) {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
    return fmt::format("reading it took more than {} s", limits.seconds);
  if (WIFSIGNALED(status)) return fmt::format("its reader crashed on it (signal {})", WTERMSIG(status));
  return "its reader gave up on it";
}

} // namespace

Result<ImportedModel> import_isolated(std::filesystem::path const& file, ImportLimits limits) {
  Letter letter;
  pid_t const child = letter.open() ? fork() : -1;
  if (child < 0)
    return Error{fmt::format("{}: cannot be read: no process to read it in: {}", file.string(), std::strerror(errno))};
  if (child == 0) read_and_end(file, letter, limits);
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return Error{fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno))};
  if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS)
    return Error{fmt::format("{}: {}; repair it or export it anew", file.string(), end_of(status, limits))};
  return opened(file, letter);
}

} // namespace dalian::scene
