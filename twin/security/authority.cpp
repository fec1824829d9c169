#include "twin/security/authority.hpp"

#include <algorithm>
#include <sys/stat.h>
#include <utility>

namespace dalian::security {

bool Authority::FileMark::operator==(FileMark const& other) const {
  return inode == other.inode && bytes == other.bytes && changed.tv_sec == other.changed.tv_sec &&
         changed.tv_nsec == other.changed.tv_nsec;
}

Authority::FileMark Authority::mark_of(std::filesystem::path const& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return {};
  return {info.st_ino, info.st_size, info.st_ctim};
}

Result<std::unique_ptr<Authority>> Authority::open(KeyFolder folder) {
  auto server = read_server_key(folder);
  if (!server) return Error{server.error()};
  auto const mark = mark_of(folder.allow_list()); // before reading: a change meanwhile is read again
  auto list = read_allow_list(folder);
  if (!list) return Error{list.error()};
  std::unique_ptr<Authority> authority(
      new Authority(std::move(folder), std::move(server).value(), std::move(list).value()));
  authority->mark_ = mark;
  return authority;
}

Authority::Authority(KeyFolder folder, KeyPair server, AllowList list)
    : folder_(std::move(folder)), server_(std::move(server)),
      list_(std::make_shared<AllowList const>(std::move(list))) {}

Authority::Verdict Authority::identify(std::string_view public_key) const {
  std::unique_lock lock(mutex_);
  auto const list = list_;
  lock.unlock();
  auto const* client = list->find(public_key);
  if (!client) return {std::nullopt, kUnknownKey};
  if (client->revoked) return {std::nullopt, kRevokedKey};
  return {identity_of(*client), {}};
}

/// True when a key that was in force has fewer rights, or another name or source, than before.
bool Authority::withdraws(AllowList const& before, AllowList const& now) const {
  return std::any_of(before.clients().begin(), before.clients().end(), [&](Client const& was) {
    if (was.revoked) return false;
    auto const* is = now.find(was.public_key);
    return !is || is->revoked || is->role != was.role || is->source != was.source;
  });
}

void Authority::reload() {
  auto const mark = mark_of(folder_.allow_list());
  if (mark == mark_) return;
  mark_ = mark;
  auto list = read_allow_list(folder_);
  std::lock_guard const lock(mutex_);
  if (!list) {
    trouble_ = "the former allow-list stays in force: " + list.error();
    return;
  }
  auto fresh = std::make_shared<AllowList const>(std::move(list).value());
  bool const less = withdraws(*list_, *fresh);
  list_ = std::move(fresh);
  trouble_.clear();
  if (less) ++withdrawals_;
}

std::string Authority::trouble() const {
  std::lock_guard const lock(mutex_);
  return trouble_;
}

} // namespace dalian::security
