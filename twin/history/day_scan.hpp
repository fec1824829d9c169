#pragma once
// The records of one day file in arrival order, chunks and blocks alike, from one consistent view of the file while
// others write and compact it. What cannot be read is left out and counted.
#include "twin/history/block_rows.hpp"
#include "twin/history/statement.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

namespace dalian::history {

/// One chunk row of `SELECT seq, t0, t1, kind, source, epoch, first_seq, n, crc, blob`; nothing when its checksum does
/// not agree.
std::optional<Chunk> chunk_in(sqlite3_stmt* row);

/// The rows of a table in the order of seq; one that cannot be read is stepped over.
class RowScan {
 public:
  /// `sql` selects rows with seq in [?1, ?2] and t1 >= ?3, in order; column 0 is seq.
  RowScan(sqlite3* db, std::string sql, std::int64_t first, std::int64_t last, Instant from);
  /// Null at the end.
  sqlite3_stmt* next();
  std::uint64_t damaged() const { return damaged_; }

 private:
  sqlite3* db_;
  std::string sql_;
  std::int64_t first_, last_;
  Instant from_;
  Statement rows_;
  std::uint64_t damaged_ = 0;
};

/// Of the log: behind chunk `after` up to and including chunk `until`, in rows that have something at or past `from`.
struct Stretch {
  std::int64_t after = 0;
  std::int64_t until = std::numeric_limits<std::int64_t>::max();
  Instant from = Instant::min();
};

class DayScan {
 public:
  /// `db` must outlive it and is in a read transaction as long as it lives.
  DayScan(sqlite3* db, Stretch const& stretch);
  ~DayScan();
  DayScan(DayScan const&) = delete;
  DayScan& operator=(DayScan const&) = delete;

  /// Number of the first chunk in the row that next() gives out; nothing at the end.
  std::optional<std::int64_t> next_seq() const;

  /// The records of the next row, read and decoded only now: whoever stops early pays for no block behind that. None
  /// when it is spoiled or has none within the stretch. Not to be called at the end.
  std::vector<Record> next();

  /// Of the rows given out so far.
  std::uint64_t damaged() const {
    return damaged_ + (chunks_ ? chunks_->damaged() : 0) + (blocks_ ? blocks_->damaged() : 0);
  }

 private:
  void scan(std::optional<RowScan>& into, std::string const& table, std::string const& columns, std::int64_t first);
  std::vector<Record> records_of_chunk();
  std::vector<Record> records_of_block();

  sqlite3* db_;
  Stretch const stretch_;
  std::optional<RowScan> chunks_, blocks_;
  sqlite3_stmt *chunk_ = nullptr, *block_ = nullptr; // the next row of each; null: there is none
  std::uint64_t damaged_ = 0;
};

} // namespace dalian::history
