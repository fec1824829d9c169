#pragma once
// What a history folder holds, and whether all of it can still be read. Looks at the rows, not at what they mean; works
// beside a twin that writes there.
#include "twin/history/day_file.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace dalian::history {

struct RowGroup {
  std::string name; // "recent" (not compacted yet), or that of a tier
  std::uint64_t rows = 0, observations = 0, bytes = 0;
};

struct DayOverview {
  std::filesystem::path file;
  std::uint64_t file_bytes = 0; // with its write-ahead log
  Instant first{}, last{};
  std::vector<RowGroup> groups; // those that have rows
  std::uint64_t keyframes = 0, keyframe_bytes = 0;
  std::array<std::uint64_t, 24> by_hour{}; // observations; a row counts in the hour of its first
};

/// Quick: heads of rows alone. The oldest day first.
Result<std::vector<DayOverview>> overview(std::filesystem::path const& folder);

struct Spoiled {
  std::filesystem::path file;
  std::string what; // "chunk", "block", "keyframe", "state": the newest, beside the day files
  std::int64_t seq = 0;
};

struct Verified {
  std::uint64_t chunks = 0, blocks = 0, records = 0, observations = 0, keyframes = 0; // that are whole
  std::vector<Spoiled> spoiled;
  std::vector<std::pair<std::int64_t, std::int64_t>> missing; // numbers inside a file that no row stands for
  std::vector<std::pair<std::int64_t, std::int64_t>> between; // the same between files: removed days look like that
};

/// Reads and decodes every row. `progress` is told how many rows are done, of how many.
Result<Verified> verify(std::filesystem::path const& folder,
                        std::function<void(std::uint64_t, std::uint64_t)> const& progress);

} // namespace dalian::history
