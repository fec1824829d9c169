#include "twin/history/block_rows.hpp"

#include "twin/history/bytes.hpp"
#include "twin/history/columns.hpp"
#include "twin/history/number_column.hpp"
#include "twin/history/statement.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <sqlite3.h>

namespace dalian::history {
namespace {

constexpr std::size_t kMostChunks = std::size_t{1} << 24;

std::uint32_t checksum(BlockHead const& h, std::string_view blob) {
  std::string head;
  for (std::uint64_t const value :
       {static_cast<std::uint64_t>(h.seq), static_cast<std::uint64_t>(h.last),
        static_cast<std::uint64_t>(to_unix_ns(h.t0)), static_cast<std::uint64_t>(to_unix_ns(h.t1)), h.records, h.n,
        static_cast<std::uint64_t>(h.tier)})
    put(head, value, 8);
  return crc32_of(crc32_of(0, head), blob);
}

BlockHead head_in(sqlite3_stmt* row) {
  auto const number = [row](int column) { return static_cast<std::uint64_t>(sqlite3_column_int64(row, column)); };
  BlockHead h;
  h.seq = sqlite3_column_int64(row, 0);
  h.last = sqlite3_column_int64(row, 1);
  h.t0 = from_unix_ns(sqlite3_column_int64(row, 2));
  h.t1 = from_unix_ns(sqlite3_column_int64(row, 3));
  h.records = number(4);
  h.n = number(5);
  h.tier = static_cast<Tier>(number(6));
  h.stored_bytes = number(7);
  return h;
}

} // namespace

char const* const kBlockSchema = "CREATE TABLE IF NOT EXISTS block("
                                 " seq INTEGER PRIMARY KEY, last INTEGER NOT NULL," // chunks it stands for
                                 " t0 INTEGER NOT NULL, t1 INTEGER NOT NULL,"       // twin time, ns since 1970
                                 " records INTEGER NOT NULL, n INTEGER NOT NULL,"   // n: observations
                                 " tier INTEGER NOT NULL,"  // 0 raw, 1 thinned, 2 pilots alone, 3 removed
                                 " bytes INTEGER NOT NULL," // of the blob
                                 " crc INTEGER NOT NULL, blob BLOB NOT NULL) STRICT";

char const* const kBlockColumns = "seq, last, t0, t1, records, n, tier, bytes, crc, blob";

char const* tier_name(Tier tier) {
  static constexpr std::array kNames{"raw", "thinned", "pilots", "removed"};
  return static_cast<std::size_t>(tier) < kTiers ? kNames[static_cast<std::size_t>(tier)] : "unknown";
}

std::optional<Block> block_of(std::span<Chunk const> chunks) {
  Block block;
  block.head.seq = chunks.front().seq;
  block.head.last = chunks.back().seq;
  block.head.t0 = chunks.front().t0;
  block.head.t1 = chunks.front().t1;
  for (Chunk const& chunk : chunks) {
    std::size_t const before = block.records.size();
    bool const whole = unpack(chunk, [&](Record&& r) {
                         block.records.push_back(std::move(r));
                         return true;
                       }).whole;
    if (!whole) return std::nullopt;
    block.head.t0 = std::min(block.head.t0, chunk.t0);
    block.head.t1 = std::max(block.head.t1, chunk.t1);
    block.head.n += chunk.n;
    block.records_of.push_back(block.records.size() - before);
  }
  return block;
}

std::string encode_block(Block& block) {
  std::string blob;
  write_column(blob, block.records_of);
  blob += encode_columns(block.records);
  block.head.records = block.records.size();
  block.head.stored_bytes = blob.size();
  return blob;
}

bool insert_block(sqlite3* db, BlockHead const& h, std::string_view blob) {
  Statement const statement = prepare(db, "INSERT OR REPLACE INTO block VALUES(?,?,?,?,?,?,?,?,?,?)");
  if (!statement) return false;
  sqlite3_stmt* const s = statement.get();
  int column = 0;
  for (std::int64_t const value :
       {h.seq, h.last, to_unix_ns(h.t0), to_unix_ns(h.t1), static_cast<std::int64_t>(h.records),
        static_cast<std::int64_t>(h.n), static_cast<std::int64_t>(h.tier), static_cast<std::int64_t>(h.stored_bytes),
        std::int64_t{checksum(h, blob)}})
    sqlite3_bind_int64(s, ++column, value);
  sqlite3_bind_blob64(s, ++column, blob.data(), blob.size(), SQLITE_STATIC);
  return sqlite3_step(s) == SQLITE_DONE;
}

std::optional<BlockHead> whole_head_in(sqlite3_stmt* row) {
  BlockHead const head = head_in(row);
  return checksum(head, blob_of(row, 9)) == sqlite3_column_int64(row, 8) ? std::optional(head) : std::nullopt;
}

std::optional<Block> block_in(sqlite3_stmt* row) {
  auto const head = whole_head_in(row);
  return head ? block_in(row, *head) : std::nullopt;
}

std::optional<Block> block_in(sqlite3_stmt* row, BlockHead const& head) {
  Block block;
  block.head = head;
  std::string_view const blob = blob_of(row, 9);
  ByteReader in{blob};
  block.records_of = read_column(in, kMostChunks);
  auto records = in.ok ? decode_columns(blob.substr(in.at)) : std::nullopt;
  if (!records) return std::nullopt;
  block.records = std::move(*records);
  bool const fits =
      block.records.size() == std::accumulate(block.records_of.begin(), block.records_of.end(), std::uint64_t{0}) &&
      block.records_of.size() == static_cast<std::uint64_t>(block.head.last - block.head.seq + 1);
  return fits ? std::optional(std::move(block)) : std::nullopt;
}

std::optional<Block> read_block(sqlite3* db, std::int64_t seq) {
  Statement const row = prepare(db, (std::string("SELECT ") + kBlockColumns + " FROM block WHERE seq = ?").c_str());
  if (!row) return std::nullopt;
  sqlite3_bind_int64(row.get(), 1, seq);
  return sqlite3_step(row.get()) == SQLITE_ROW ? block_in(row.get()) : std::nullopt;
}

bool block_heads(sqlite3* db, std::vector<BlockHead>& out) {
  Statement const rows = prepare(db, "SELECT seq, last, t0, t1, records, n, tier, bytes FROM block ORDER BY seq");
  if (!rows) return false;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(rows.get())) == SQLITE_ROW)
    out.push_back(head_in(rows.get()));
  return code == SQLITE_DONE;
}

} // namespace dalian::history
