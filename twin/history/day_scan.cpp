#include "twin/history/day_scan.hpp"

#include <algorithm>
#include <sqlite3.h>

namespace dalian::history {
namespace {

std::optional<std::int64_t> number(sqlite3* db, std::string const& sql) {
  Statement const row = prepare(db, sql.c_str());
  if (!row || sqlite3_step(row.get()) != SQLITE_ROW) return std::nullopt;
  return sqlite3_column_int64(row.get(), 0);
}

bool has_blocks(sqlite3* db) {
  return number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'block'") == 1;
}

/// Numbers of the first and last row of a table, not before `first`; nothing when it cannot be read.
std::optional<std::pair<std::int64_t, std::int64_t>> ends(sqlite3* db, std::string const& table, std::int64_t first) {
  auto const low = number(db, "SELECT ifnull(min(seq), 0) FROM " + table);
  auto const high = number(db, "SELECT ifnull(max(seq), -1) FROM " + table);
  if (!low || !high) return std::nullopt;
  return std::pair(std::max(first, *low), *high);
}

/// Leaves the records of the chunks within the stretch.
void cut(Block& block, Stretch const& stretch) {
  std::uint64_t before = 0, within = 0;
  std::int64_t seq = block.head.seq;
  for (std::uint64_t const count : block.records_of) {
    if (seq <= stretch.after)
      before += count;
    else if (seq <= stretch.until)
      within += count;
    ++seq;
  }
  auto const begin = block.records.begin() + static_cast<std::ptrdiff_t>(before);
  block.records.erase(begin + static_cast<std::ptrdiff_t>(within), block.records.end());
  block.records.erase(block.records.begin(), begin);
}

} // namespace

std::optional<Chunk> chunk_in(sqlite3_stmt* row) {
  auto const number = [row](int column) { return static_cast<std::uint64_t>(sqlite3_column_int64(row, column)); };
  Chunk c;
  c.seq = sqlite3_column_int64(row, 0);
  c.t0 = from_unix_ns(sqlite3_column_int64(row, 1));
  c.t1 = from_unix_ns(sqlite3_column_int64(row, 2));
  c.kind = static_cast<RecordKind>(number(3));
  c.source = blob_of(row, 4);
  c.epoch = number(5);
  c.first_seq = number(6);
  c.n = static_cast<std::uint32_t>(number(7));
  c.blob = blob_of(row, 9);
  if (checksum(c) != number(8)) return std::nullopt;
  return c;
}

RowScan::RowScan(sqlite3* db, std::string sql, std::int64_t first, std::int64_t last, Instant from)
    : db_(db), sql_(std::move(sql)), first_(first), last_(last), from_(from) {}

sqlite3_stmt* RowScan::next() {
  while (first_ <= last_) {
    if (!rows_) {
      rows_ = prepare(db_, sql_.c_str());
      if (!rows_) { // the table itself cannot be read
        ++damaged_;
        break;
      }
      sqlite3_bind_int64(rows_.get(), 1, first_);
      sqlite3_bind_int64(rows_.get(), 2, last_);
      sqlite3_bind_int64(rows_.get(), 3, to_unix_ns(from_));
    }
    int const code = sqlite3_step(rows_.get());
    if (code == SQLITE_DONE) break;
    if (code == SQLITE_ROW) {
      first_ = sqlite3_column_int64(rows_.get(), 0) + 1;
      return rows_.get();
    }
    rows_ = nullptr; // a damaged page: try again behind the row that it hides
    ++first_;
    ++damaged_;
  }
  last_ = -1;
  first_ = 0;
  rows_ = nullptr;
  return nullptr;
}

DayScan::DayScan(sqlite3* db, Stretch const& stretch) : db_(db), stretch_(stretch) {
  sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
  scan(chunks_, "chunk", "seq, t0, t1, kind, source, epoch, first_seq, n, crc, blob", stretch.after + 1);
  if (has_blocks(db)) { // the one that `after` lies in begins before it
    auto const begin =
        number(db, "SELECT ifnull(max(seq), 0) FROM block WHERE seq <= " + std::to_string(stretch.after + 1));
    scan(blocks_, "block", kBlockColumns, begin.value_or(0));
  }
  chunk_ = chunks_ ? chunks_->next() : nullptr;
  block_ = blocks_ ? blocks_->next() : nullptr;
}

void DayScan::scan(std::optional<RowScan>& into, std::string const& table, std::string const& columns,
                   std::int64_t first) {
  auto const rows = ends(db_, table, first);
  damaged_ += rows ? 0 : 1;
  if (!rows) return;
  into.emplace(db_, "SELECT " + columns + " FROM " + table + " WHERE seq BETWEEN ?1 AND ?2 AND t1 >= ?3 ORDER BY seq",
               rows->first, std::min(rows->second, stretch_.until), stretch_.from);
}

DayScan::~DayScan() {
  chunks_.reset();
  blocks_.reset();
  sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr);
}

std::vector<Record> DayScan::records_of_chunk() {
  auto const chunk = chunk_in(chunk_);
  std::vector<Record> records;
  bool const whole = chunk && unpack(*chunk, [&](Record&& r) {
                                records.push_back(std::move(r));
                                return true;
                              }).whole;
  damaged_ += whole ? 0 : 1;
  return records;
}

std::vector<Record> DayScan::records_of_block() {
  auto const head = whole_head_in(block_);
  if (head && head->last <= stretch_.after) return {};
  auto block = head ? block_in(block_, *head) : std::nullopt;
  damaged_ += block ? 0 : 1;
  if (!block) return {};
  cut(*block, stretch_);
  return std::move(block->records);
}

std::optional<std::int64_t> DayScan::next_seq() const {
  std::optional<std::int64_t> seq;
  for (sqlite3_stmt* const row : {chunk_, block_})
    if (row && (!seq || sqlite3_column_int64(row, 0) < *seq)) seq = sqlite3_column_int64(row, 0);
  return seq;
}

std::vector<Record> DayScan::next() {
  bool const is_block = block_ && (!chunk_ || sqlite3_column_int64(block_, 0) < sqlite3_column_int64(chunk_, 0));
  auto records = is_block ? records_of_block() : records_of_chunk();
  if (is_block)
    block_ = blocks_->next();
  else
    chunk_ = chunks_->next();
  return records;
}

} // namespace dalian::history
