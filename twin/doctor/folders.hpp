#pragma once
// Folders: may this user write there, is there room, is it a file system that keeps what it is given?
#include "twin/doctor/finding.hpp"
#include "twin/history/retention.hpp"

#include <filesystem>

namespace dalian::doctor {

/// Makes a file in the folder, or in the nearest folder above it that exists, and removes it again.
Finding look_at_rights(std::filesystem::path const& history);

struct DiskFacts {
  std::uint64_t free_bytes = 0;
  std::uint64_t free_files = 0; // inodes
  bool counts_files = true;     // some file systems have no such limit
  bool network = false;         // where the locks and the shared memory of SQLite cannot be relied on
};
DiskFacts read_disk(std::filesystem::path const& folder);
Finding judge_disk(std::filesystem::path const& folder, DiskFacts const& facts, history::RetentionPolicy const& policy);

} // namespace dalian::doctor
