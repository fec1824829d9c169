#pragma once
// HistoryStore on SQLite: one file per UTC day of twin time, rows are chunks of consecutive records of one source.
#include "twin/history/history_store.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace dalian::history {

struct SqliteHistoryConfig {
  std::filesystem::path folder;                           // made when absent; one writer at a time (a lock file)
  std::size_t max_waiting_bytes = std::size_t{256} << 20; // append refuses beyond this
  std::uint64_t stop_below_bytes = 0;          // free on the disk: commit then fails, until there is a quarter more
  std::function<std::uint64_t()> free_bytes{}; // how much is; empty: ask the file system
};

/// Opens or makes the store for writing. Fails with one clear sentence when the folder cannot be written, another
/// process writes there, or a day file is damaged, foreign or of a newer version.
Result<std::unique_ptr<HistoryStore>> open_sqlite_history(SqliteHistoryConfig const& config);

} // namespace dalian::history
