#include "twin/app/copied_file.hpp"

#include "twin/history/statement.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dalian::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = 1 << 20;
constexpr std::string_view kSqlite{"SQLite format 3\0", 16}; // https://www.sqlite.org/fileformat2.html, 1.3.1
constexpr int kBusy_ms = 10'000;

class Descriptor {
 public:
  Descriptor(fs::path const& file, int flags) : fd_(::open(file.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  operator int() const { return fd_; } // NOLINT(google-explicit-constructor): it is the system's number

 private:
  int fd_;
};

Error failed(char const* what, fs::path const& file) {
  return Error{fmt::format("cannot {} {}: {}", what, file.string(), std::strerror(errno))};
}

class Sha256 {
 public:
  Sha256() { crypto_hash_sha256_init(&state_); }
  void add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
  }
  std::string hex() {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&state_, digest.data());
    std::string text;
    for (unsigned const byte : digest)
      text += fmt::format("{:02x}", byte);
    return text;
  }

 private:
  crypto_hash_sha256_state state_{};
};

/// Reads `from` to its end; each block is hashed and, with a descriptor `to`, written there.
Result<HashedFile> read_all(fs::path const& from, int to, fs::path const& name_of_to) {
  Descriptor const in(from, O_RDONLY);
  if (in < 0) return failed("read", from);
  HashedFile file;
  Sha256 hash;
  std::string block(kBlock, '\0');
  for (;;) {
    auto const got = ::read(in, block.data(), block.size());
    if (got < 0) return failed("read", from);
    if (got == 0) break;
    std::string_view left(block.data(), static_cast<std::size_t>(got));
    hash.add(left);
    file.bytes += left.size();
    while (to >= 0 && !left.empty()) {
      auto const put = ::write(to, left.data(), left.size());
      if (put <= 0) return failed("write", name_of_to);
      left.remove_prefix(static_cast<std::size_t>(put));
    }
  }
  file.sha256 = hash.hex();
  return file;
}

Status make_folders(fs::path const& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return {};
  if (auto const above = make_folders(folder.parent_path()); !above) return above;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failed("make", folder);
  return {};
}

/// A name is on the disk when its folder is.
Status sync_folder(fs::path const& folder) {
  Descriptor const fd(folder, O_RDONLY | O_DIRECTORY);
  if (fd < 0 || ::fsync(fd) != 0) return failed("write", folder);
  return {};
}

bool is_sqlite(fs::path const& file) {
  Descriptor const in(file, O_RDONLY);
  std::array<char, 16> head{};
  return in >= 0 && ::read(in, head.data(), head.size()) == 16 && std::string_view(head.data(), 16) == kSqlite;
}

Result<history::Database> open_database(fs::path const& file, int flags) {
  sqlite3* raw = nullptr;
  int const code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  history::Database db(raw);
  if (code != SQLITE_OK) return Error{fmt::format("cannot open {}: {}", file.string(), sqlite3_errstr(code))};
  sqlite3_busy_timeout(raw, kBusy_ms);
  return db;
}

/// One step for all pages: one read transaction, hence one instant, whoever writes meanwhile.
Status copy_database(fs::path const& from, fs::path const& to) {
  auto const source = open_database(from, SQLITE_OPEN_READWRITE);
  if (!source) return Error{source.error()};
  auto const target = open_database(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!target) return Error{target.error()};
  auto* const backup = sqlite3_backup_init(target->get(), "main", source->get(), "main");
  if (backup != nullptr) sqlite3_backup_step(backup, -1);
  int const code = backup != nullptr ? sqlite3_backup_finish(backup) : sqlite3_errcode(target->get());
  if (code != SQLITE_OK) return Error{fmt::format("cannot copy {}: {}", from.string(), sqlite3_errstr(code))};
  return {};
}

} // namespace

Result<HashedFile> hash_file(fs::path const& file) {
  return read_all(file, -1, {});
}

Result<HashedFile> copy_bytes(fs::path const& from, fs::path const& to) {
  if (auto const made = make_folders(to.parent_path()); !made) return Error{made.error()};
  Descriptor const out(to, O_WRONLY | O_CREAT | O_EXCL);
  if (out < 0) return failed("make", to);
  auto copied = read_all(from, out, to);
  if (!copied) return copied;
  if (::fsync(out) != 0) return failed("write", to);
  if (auto const synced = sync_folder(to.parent_path()); !synced) return Error{synced.error()};
  return copied;
}

Result<HashedFile> copy_durably(fs::path const& from, fs::path const& to) {
  if (!is_sqlite(from)) return copy_bytes(from, to);
  if (auto const made = make_folders(to.parent_path()); !made) return Error{made.error()};
  if (Descriptor const out(to, O_WRONLY | O_CREAT | O_EXCL); out < 0) return failed("make", to);
  if (auto const copied = copy_database(from, to); !copied) return Error{copied.error()};
  if (Descriptor const out(to, O_RDWR); out < 0 || ::fsync(out) != 0) return failed("write", to);
  if (auto const synced = sync_folder(to.parent_path()); !synced) return Error{synced.error()};
  return hash_file(to);
}

Status write_durably(fs::path const& file, std::string_view text) {
  Descriptor const out(file, O_WRONLY | O_CREAT | O_EXCL);
  if (out < 0) return failed("make", file);
  if (::write(out, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(out) != 0)
    return failed("write", file);
  return sync_folder(file.parent_path());
}

} // namespace dalian::app
