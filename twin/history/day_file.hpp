#pragma once
// One SQLite file of one UTC day: made, checked, appended to, read in order, with the keyframes that follow its chunks.
// One thread at a time per object; several objects may have the same file open.
#include "twin/history/day_scan.hpp"
#include "twin/history/keyframe_rows.hpp"
#include "twin/history/statement.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace dalian::history {

using Day = std::chrono::sys_days;

/// "history-2026-09-26.sqlite"; nothing for a file that is not one of ours.
std::string file_name_of(Day day);
std::optional<Day> day_of(std::filesystem::path const& file);

struct SeqRange {
  std::int64_t first = 0, last = -1; // of chunks, also compacted ones; empty when last < first
};

class DayFile {
 public:
  enum class Mode : std::uint8_t { write, read };

  /// write: makes the file and its table when absent. The error names the file, what is wrong and what to do.
  static Result<DayFile> open(std::filesystem::path const& file, Mode mode);

  Result<SeqRange> range() const;

  /// All of them in one durable transaction, or none.
  Status append(std::span<Chunk const> chunks);

  /// Parts `first`, `first` + 1, … of the keyframe, `count` of them, in one durable transaction, or none.
  Status append(Keyframe const& keyframe, std::uint32_t first, std::uint32_t count);

  KeyframeFound find_keyframe(Instant at_or_before) const;

  /// First t_twin of the first and last t_twin of the last row; nothing when there is none.
  std::optional<std::pair<Instant, Instant>> ends() const;

  /// The file must outlive it.
  std::unique_ptr<DayScan> scan(Stretch const& stretch) const;

  /// Runs `work` in one durable transaction, and undoes all of it when it answers false.
  Status in_transaction(std::function<bool(sqlite3*)> const& work);

  /// For reading rows of which this class knows nothing.
  sqlite3* handle() const { return db_.get(); }
  std::filesystem::path const& path() const { return file_; }
  Error error(std::string const& doing) const;

 private:
  DayFile(std::filesystem::path file, Database db) : file_(std::move(file)), db_(std::move(db)) {}
  Status execute(char const* sql) const;
  Status set_up(Mode mode);
  Status check_identity();
  Status make_tables();
  bool insert(Chunk const& chunk);
  Result<std::int64_t> number(char const* sql) const;

  std::filesystem::path file_;
  Database db_;
  Statement insert_; // after db_: statements go first
  bool blank_ = false;
  std::int64_t version_ = 0; // of the tables in it
};

} // namespace dalian::history
