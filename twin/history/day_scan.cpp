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
  next_block();
  next_chunk();
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

void DayScan::next_chunk() {
  chunk_.reset();
  while (sqlite3_stmt* const row = chunks_ ? chunks_->next() : nullptr) {
    auto const chunk = chunk_in(row);
    Piece piece;
    bool const whole = chunk && unpack(*chunk, [&](Record&& r) {
                                  piece.records.push_back(std::move(r));
                                  return true;
                                }).whole;
    damaged_ += whole ? 0 : 1;
    if (piece.records.empty()) continue;
    piece.seq = chunk->seq;
    chunk_ = std::move(piece);
    return;
  }
}

void DayScan::next_block() {
  block_.reset();
  while (sqlite3_stmt* const row = blocks_ ? blocks_->next() : nullptr) {
    auto block = block_in(row);
    damaged_ += block ? 0 : 1;
    if (!block || block->head.last <= stretch_.after) continue;
    cut(*block, stretch_);
    if (block->records.empty()) continue;
    block_ = Piece{block->head.seq, std::move(block->records)};
    return;
  }
}

std::optional<Piece> DayScan::next() {
  bool const from_block = block_ && (!chunk_ || block_->seq < chunk_->seq);
  auto piece = std::move(from_block ? block_ : chunk_);
  if (!piece) return std::nullopt;
  from_block ? next_block() : next_chunk();
  return piece;
}

} // namespace dalian::history
