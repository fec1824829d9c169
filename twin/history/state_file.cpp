#include "twin/history/state_file.hpp"

#include "twin/history/bytes.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMagic = 0x3153485754445744; // "DWDTWHS1"
constexpr std::size_t kHeadBytes = 44;               // magic, t, after, hash, size: 8 each; checksum: 4

std::string head_of(NewestState const& k) {
  std::string head;
  for (std::uint64_t const value : {kMagic, static_cast<std::uint64_t>(to_unix_ns(k.t_twin)),
                                    static_cast<std::uint64_t>(k.after), k.state_hash, std::uint64_t{k.bytes.size()}})
    put(head, value, 8);
  put(head, crc32_of(crc32_of(0, head), k.bytes), 4);
  return head;
}

class Descriptor {
 public:
  Descriptor(fs::path const& file, int flags) : fd_(::open(file.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  explicit operator bool() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t const n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

/// All of a file as it stands; empty when there is none. The mapping lives as long as its owner.
struct Mapped {
  std::string_view bytes;
  std::shared_ptr<void const> owner;
};

Mapped map_file(fs::path const& file) {
  Descriptor const fd(file, O_RDONLY);
  struct stat facts {};
  if (!fd || ::fstat(fd.get(), &facts) != 0 || facts.st_size <= 0) return {};
  auto const size = static_cast<std::size_t>(facts.st_size);
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd.get(), 0);
  if (at == MAP_FAILED) return {};
  return {{static_cast<char const*>(at), size},
          std::shared_ptr<void const>(at, [size](void const* p) { ::munmap(const_cast<void*>(p), size); })};
}

} // namespace

Status write_state_file(fs::path const& folder, NewestState const& state) {
  fs::path const file = folder / kStateFileName, fresh = file.string() + ".tmp";
  bool written = false;
  int why = 0;
  {
    Descriptor const fd(fresh, O_WRONLY | O_CREAT | O_TRUNC);
    written = fd && write_all(fd.get(), head_of(state)) && write_all(fd.get(), state.bytes);
    why = errno;
  }
  std::error_code failure;
  if (written) {
    fs::rename(fresh, file, failure);
    if (!failure) return {};
    why = failure.value();
  }
  fs::remove(fresh, failure);
  return Error{fmt::format("history file {}: cannot be written: {}", file.string(), std::strerror(why))};
}

NewestState map_state_file(fs::path const& folder) {
  auto const [bytes, owner] = map_file(folder / kStateFileName);
  if (bytes.empty()) return {};
  NewestState newest;
  newest.skipped = 1;
  if (bytes.size() < kHeadBytes || get(bytes, 0, 8) != kMagic) return newest;
  std::string_view const state = bytes.substr(kHeadBytes);
  bool const whole =
      get(bytes, 32, 8) == state.size() && get(bytes, 40, 4) == crc32_of(crc32_of(0, bytes.substr(0, 40)), state);
  if (!whole) return newest;
  newest.skipped = 0;
  newest.t_twin = from_unix_ns(static_cast<std::int64_t>(get(bytes, 8, 8)));
  newest.after = static_cast<std::int64_t>(get(bytes, 16, 8));
  newest.state_hash = get(bytes, 24, 8);
  newest.bytes = state;
  newest.owner = owner;
  return newest;
}

void drop_foreign_state_file(fs::path const& folder, std::int64_t last) {
  std::string head(kHeadBytes, '\0');
  std::ifstream file(folder / kStateFileName, std::ios::binary);
  if (!file.read(head.data(), static_cast<std::streamsize>(head.size()))) return;
  if (static_cast<std::int64_t>(get(head, 16, 8)) <= last) return;
  std::error_code failure;
  fs::remove(folder / kStateFileName, failure);
}

} // namespace dalian::history
