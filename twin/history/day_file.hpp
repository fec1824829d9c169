#pragma once
// One SQLite file of one UTC day: made, checked, appended to, read in order. One thread at a time per object; several
// objects may have the same file open.
#include "twin/history/chunk.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace dalian::history {

struct SqliteClose {
  void operator()(sqlite3* db) const;
  void operator()(sqlite3_stmt* statement) const;
};
using Database = std::unique_ptr<sqlite3, SqliteClose>;
using Statement = std::unique_ptr<sqlite3_stmt, SqliteClose>;

using Day = std::chrono::sys_days;

/// "history-2026-09-26.sqlite"; nothing for a file that is not one of ours.
std::string file_name_of(Day day);
std::optional<Day> day_of(std::filesystem::path const& file);

struct SeqRange {
  std::int64_t first = 0, last = -1; // empty when last < first
};

class DayFile {
 public:
  enum class Mode : std::uint8_t { write, read };

  /// write: makes the file and its table when absent. The error names the file, what is wrong and what to do.
  static Result<DayFile> open(std::filesystem::path const& file, Mode mode);

  Result<SeqRange> range() const;

  /// All of them in one durable transaction, or none.
  Status append(std::span<Chunk const> chunks);

  /// The next chunk of `seek`, in the order of seq; none at the end. A row that cannot be read or whose checksum is
  /// wrong is left out and counted in damaged().
  void seek(Instant from);
  std::optional<Chunk> next();
  std::uint64_t damaged() const { return damaged_; }

 private:
  DayFile(std::filesystem::path file, Database db) : file_(std::move(file)), db_(std::move(db)) {}
  Error error(std::string const& doing) const;
  Status execute(char const* sql) const;
  Status set_up(Mode mode);
  Status check_identity();
  Status insert(Chunk const& chunk);
  Result<std::int64_t> number(char const* sql) const;

  std::filesystem::path file_;
  Database db_;
  Statement insert_, scan_; // after db_: statements go first
  bool blank_ = false;
  Instant from_{};
  std::int64_t position_ = 0, last_ = -1; // of the scan: seqs still to come
  std::uint64_t damaged_ = 0;
};

} // namespace dalian::history
