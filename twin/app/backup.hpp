#pragma once
// A copy of what a twin cannot make again: its history (with audit log, alarms and locks), keys and scenarios. Taken
// while the twin runs: databases are copied as of one instant each, by SQLite's own backup. A manifest lists every file
// with its SHA-256, so that a copy can be checked at any time and a restore shows that it brought back the same.
#include "twin/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace dalian::app {

/// Folders; empty = not of this backup.
struct BackupParts {
  std::filesystem::path history, keys, scenarios;
};

struct BackupFile {
  std::string name; // "history/history-2026-11-27.sqlite"
  std::uint64_t bytes = 0;
  std::string sha256; // hexadecimal
};

struct BackupManifest {
  std::string made, version; // when, UTC; by which version of the twin
  std::vector<BackupFile> files;
};

/// `name`: of the file, for the error. No name in it leads out of the backup's folder.
Result<BackupManifest> parse_manifest(std::string const& text, std::string const& name);

/// Copies into the folder `to`, which must be empty or not there; it becomes 0700 and its files 0600, for keys are
/// among them. Everything is on the disk when it returns well; the manifest comes last, so a cut-off copy is none.
Result<BackupManifest> make_backup(BackupParts const& parts, std::filesystem::path const& to);

/// Reads every file of the backup again. The error names the first that is missing, different, or not listed.
Result<BackupManifest> check_backup(std::filesystem::path const& from);

/// After check_backup: the parts named come back into folders that must be empty or not there, and are read again
/// there. A part that the backup does not hold is an error.
Status restore_backup(std::filesystem::path const& from, BackupParts const& to);

} // namespace dalian::app
