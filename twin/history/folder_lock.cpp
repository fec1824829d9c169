#include "twin/history/folder_lock.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace dalian::history {

Result<FolderLock> FolderLock::take(std::filesystem::path const& folder) {
  auto const file = folder / "writer.lock";
  int const descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0)
    return Error{fmt::format("history folder {}: cannot be written ({}); name another with --history or change its "
                             "owner",
                             folder.string(), std::strerror(errno))};
  FolderLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    return Error{fmt::format("history folder {}: another twin writes there; stop it or name another folder with "
                             "--history",
                             folder.string())};
  return lock;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

} // namespace dalian::history
