#pragma once
// One writer per folder: a lock that the system gives back when the process ends, however it ends.
#include "twin/base/result.hpp"

#include <filesystem>
#include <utility>

namespace dalian::history {

class FolderLock {
 public:
  /// Fails at once when another process, or another object of this one, holds it.
  static Result<FolderLock> take(std::filesystem::path const& folder);

  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

} // namespace dalian::history
