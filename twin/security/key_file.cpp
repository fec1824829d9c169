#include "twin/security/key_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

namespace dalian::security {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

Error failed(fs::path const& path) {
  return Error{fmt::format("{}: {}", path.string(), std::strerror(errno))};
}

/// `mode`: what it should be.
Status check_private(fs::path const& path, struct stat const& info, int mode) {
  if (info.st_uid != ::geteuid() && info.st_uid != 0)
    return Error{fmt::format("{}: belongs to another user, who could change it; make one of your own", path.string())};
  if ((info.st_mode & kOthers) != 0)
    return Error{fmt::format("{}: others can read it (mode {:04o}): chmod {:o} {}", path.string(),
                             info.st_mode & 07777U, mode, path.string())};
  return {};
}

Status write_file(fs::path const& path, int flags, mode_t mode, std::string const& text) {
  int const fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode);
  if (fd < 0) return failed(path);
  bool good = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  auto const why = failed(path);
  good = ::close(fd) == 0 && good;
  if (good) return {};
  ::unlink(path.c_str());
  return why;
}

/// The text under `key`, which must be there.
Result<std::string> text_of(toml::table const& table, fs::path const& file, char const* key) {
  if (auto const text = table[key].value<std::string>()) return *text;
  return Error{fmt::format("{}: no '{} = \"…\"' in it; make key files with: twinctl keys new", file.string(), key)};
}

Result<std::string> key_of(toml::table const& table, fs::path const& file, char const* key) {
  auto text = text_of(table, file, key);
  if (text && !is_key(*text))
    return Error{fmt::format("{}: '{}' is no key (40 characters of Z85)", file.string(), key)};
  return text;
}

Result<toml::table> read_table(fs::path const& file) {
  try {
    return toml::parse_file(file.string());
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}:{}: {}", file.string(), e.source().begin.line, e.description())};
  }
}

Result<KeyFile> key_file_of(toml::table const& table, fs::path const& file) {
  auto const name = text_of(table, file, "name");
  if (!name) return Error{name.error()};
  auto const open = key_of(table, file, "public"), secret = key_of(table, file, "secret");
  if (!open) return Error{open.error()};
  if (!secret) return Error{secret.error()};
  if (public_key_of(*secret) != *open)
    return Error{fmt::format("{}: 'public' and 'secret' do not belong together; the file is damaged", file.string())};
  KeyFile key{*name, {*open, *secret}, {}};
  if (!table.contains("server")) return key;
  auto const server = key_of(table, file, "server");
  if (!server) return Error{server.error()};
  key.server_key = *server;
  return key;
}

} // namespace

Status check_private_file(fs::path const& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return failed(file);
  return check_private(file, info, 0600);
}

Status check_private_folder(fs::path const& folder) {
  struct stat info {};
  if (::stat(folder.c_str(), &info) != 0) return failed(folder);
  if (!S_ISDIR(info.st_mode)) return Error{fmt::format("{}: is not a folder", folder.string())};
  return check_private(folder, info, 0700);
}

Status make_private_folder(fs::path const& folder) {
  std::error_code ec;
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), ec);
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) return failed(folder);
  return check_private_folder(folder);
}

Status replace_private_file(fs::path const& file, std::string const& text) {
  auto const fresh = fs::path(file).concat(".new");
  if (auto const written = write_file(fresh, O_TRUNC, S_IRUSR | S_IWUSR, text); !written) return written;
  if (::rename(fresh.c_str(), file.c_str()) != 0) return failed(file);
  int const folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return failed(file.parent_path());
  ::fsync(folder);
  ::close(folder);
  return {};
}

Status write_key_file(fs::path const& file, KeyFile const& key) {
  auto text = fmt::format("# A secret key of Dalian Twin. Whoever can read this file can speak as '{}'.\n"
                          "name = \"{}\"\npublic = \"{}\"\nsecret = \"{}\"\n",
                          key.name, key.name, key.keys.public_key, key.keys.secret_key);
  if (!key.server_key.empty()) text += fmt::format("server = \"{}\"\n", key.server_key);
  return write_file(file, O_EXCL, S_IRUSR | S_IWUSR, text);
}

Result<KeyFile> read_key_file(fs::path const& file) {
  if (auto const checked = check_private_file(file); !checked) return Error{checked.error()};
  auto const table = read_table(file);
  if (!table) return Error{table.error()};
  return key_file_of(*table, file);
}

Status write_public_key(fs::path const& file, std::string const& public_key) {
  return write_file(file, O_EXCL, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH,
                    fmt::format("# The public key of a Dalian Twin; no secret.\npublic = \"{}\"\n", public_key));
}

Result<std::string> read_public_key(fs::path const& file) {
  auto const table = read_table(file);
  if (!table) return Error{table.error()};
  return key_of(*table, file, "public");
}

Result<KeyFile> read_client_key(fs::path const& file, fs::path const& server_file) {
  auto key = read_key_file(file);
  if (!key) return key;
  if (!server_file.empty()) {
    auto const server = read_public_key(server_file);
    if (!server) return Error{server.error()};
    key->server_key = *server;
  }
  if (key->server_key.empty())
    return Error{fmt::format("{}: does not say which twin it is for; name the twin's key with --server-key server.pub",
                             file.string())};
  return key;
}

fs::path default_key_folder() {
  char const* config = std::getenv("XDG_CONFIG_HOME");
  char const* home = std::getenv("HOME");
  fs::path const base = config && *config ? fs::path(config) : fs::path(home && *home ? home : ".") / ".config";
  return base / "dalian-twin" / "keys";
}

} // namespace dalian::security
