#include "twin/security/key_folder.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace dalian::security {
namespace {

namespace fs = std::filesystem;

/// Held while the folder is changed: two commands at once wait for each other.
class FolderLock {
 public:
  static Result<FolderLock> take(fs::path const& folder) {
    int const fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || ::flock(fd, LOCK_EX) != 0) return Error{fmt::format("{}: {}", folder.string(), std::strerror(errno))};
    return FolderLock(fd);
  }
  FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock() {
    if (fd_ >= 0) ::close(fd_);
  }

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

Status check_made(KeyFolder const& folder) {
  if (!fs::exists(folder.server_key()))
    return Error{fmt::format("{}: no keys here yet; first: twinctl keys new --server --keys {}", folder.path.string(),
                             folder.path.string())};
  return check_private_folder(folder.path);
}

} // namespace

Status make_server_key(KeyFolder const& folder) {
  if (auto const made = make_private_folder(folder.path); !made) return made;
  auto const lock = FolderLock::take(folder.path);
  if (!lock) return Error{lock.error()};
  if (fs::exists(folder.server_key()))
    return Error{fmt::format("{}: the twin has a key already, and every client knows it; to begin anew remove the "
                             "folder",
                             folder.server_key().string())};
  auto const keys = make_key_pair();
  if (!fs::exists(folder.allow_list()))
    if (auto const listed = replace_private_file(folder.allow_list(), AllowList().to_toml()); !listed) return listed;
  std::error_code ec;
  fs::remove(folder.server_public_key(), ec);
  if (auto const shown = write_public_key(folder.server_public_key(), keys.public_key); !shown) return shown;
  return write_key_file(folder.server_key(), {"server", keys, {}}); // last: with it the folder is made
}

Result<fs::path> make_client_key(KeyFolder const& folder, Client client) {
  if (auto const made = check_made(folder); !made) return Error{made.error()};
  auto const lock = FolderLock::take(folder.path);
  if (!lock) return Error{lock.error()};
  auto const server = read_server_key(folder);
  if (!server) return Error{server.error()};
  auto list = read_allow_list(folder);
  if (!list) return Error{list.error()};
  auto const file = folder.client_key(client.name);
  if (client.name == "server" || fs::exists(file))
    return Error{fmt::format("{}: is there already; choose another name, or move the file away", file.string())};
  auto const keys = make_key_pair();
  auto const name = client.name;
  client.public_key = keys.public_key;
  if (auto const added = list->add(std::move(client)); !added) return Error{added.error()};
  if (auto const written = write_key_file(file, {name, keys, server->public_key}); !written)
    return Error{written.error()};
  if (auto const listed = replace_private_file(folder.allow_list(), list->to_toml()); !listed) {
    ::unlink(file.c_str());
    return Error{listed.error()};
  }
  return file;
}

Status revoke_key(KeyFolder const& folder, std::string const& name, Instant when) {
  if (auto const made = check_made(folder); !made) return made;
  auto const lock = FolderLock::take(folder.path);
  if (!lock) return Error{lock.error()};
  auto list = read_allow_list(folder);
  if (!list) return Error{list.error()};
  if (auto const revoked = list->revoke(name, when); !revoked) return revoked;
  if (auto const listed = replace_private_file(folder.allow_list(), list->to_toml()); !listed) return listed;
  ::unlink(folder.client_key(name).c_str()); // usually it was moved to the client long ago
  return {};
}

Result<KeyPair> read_server_key(KeyFolder const& folder) {
  if (auto const made = check_made(folder); !made) return Error{made.error()};
  auto key = read_key_file(folder.server_key());
  if (!key) return Error{key.error()};
  return key->keys;
}

Result<AllowList> read_allow_list(KeyFolder const& folder) {
  auto const file = folder.allow_list();
  if (auto const checked = check_private_file(file); !checked) return Error{checked.error()};
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) return Error{fmt::format("{}: cannot be read", file.string())};
  return AllowList::parse(text.str(), file.string());
}

} // namespace dalian::security
