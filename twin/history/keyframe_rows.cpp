#include "twin/history/keyframe_rows.hpp"

#include "twin/history/bytes.hpp"
#include "twin/history/statement.hpp"

#include <algorithm>
#include <sqlite3.h>

namespace dalian::history {
namespace {

constexpr int kLevel = 1; // of zstd: written live, beside everything else

std::string_view part_of(Keyframe const& k, std::uint32_t part) {
  return std::string_view(k.bytes).substr(part * kKeyframePartBytes, kKeyframePartBytes);
}

} // namespace

std::uint32_t keyframe_checksum(Keyframe const& k, PartNumber part, std::string_view blob) {
  std::string head;
  for (std::uint64_t const value :
       {static_cast<std::uint64_t>(k.after), std::uint64_t{part.part}, std::uint64_t{part.parts},
        static_cast<std::uint64_t>(to_unix_ns(k.t_twin)), k.state_hash})
    put(head, value, 8);
  return crc32_of(crc32_of(0, head), blob);
}

std::string packed_part(Keyframe const& k, std::uint32_t part) {
  return compress(part_of(k, part), kLevel);
}

char const* const kKeyframeSchema = "CREATE TABLE IF NOT EXISTS keyframe("
                                    " after INTEGER NOT NULL," // the state behind the chunk with this seq
                                    " part INTEGER NOT NULL, parts INTEGER NOT NULL,"
                                    " t INTEGER NOT NULL," // twin time, ns since 1970
                                    " state_hash INTEGER NOT NULL,"
                                    " crc INTEGER NOT NULL, blob BLOB NOT NULL," // zstd
                                    " PRIMARY KEY(after, part)) STRICT";

std::uint32_t part_count(Keyframe const& k) {
  return static_cast<std::uint32_t>(
      std::max<std::size_t>(1, (k.bytes.size() + kKeyframePartBytes - 1) / kKeyframePartBytes));
}

bool insert_keyframe_part(sqlite3* db, Keyframe const& k, std::uint32_t part) {
  Statement const statement = prepare(db, "INSERT OR REPLACE INTO keyframe VALUES(?,?,?,?,?,?,?)");
  if (!statement) return false;
  std::string const blob = packed_part(k, part);
  std::uint32_t const parts = part_count(k);
  sqlite3_stmt* const s = statement.get();
  sqlite3_bind_int64(s, 1, k.after);
  sqlite3_bind_int64(s, 2, part);
  sqlite3_bind_int64(s, 3, parts);
  sqlite3_bind_int64(s, 4, to_unix_ns(k.t_twin));
  sqlite3_bind_int64(s, 5, static_cast<std::int64_t>(k.state_hash));
  sqlite3_bind_int64(s, 6, keyframe_checksum(k, {part, parts}, blob));
  sqlite3_bind_blob64(s, 7, blob.data(), blob.size(), SQLITE_STATIC);
  return sqlite3_step(s) == SQLITE_DONE;
}

std::optional<Keyframe> read_keyframe(sqlite3* db, std::int64_t after) {
  Statement const rows =
      prepare(db, "SELECT part, parts, t, state_hash, crc, blob FROM keyframe WHERE after = ? ORDER BY part");
  if (!rows) return std::nullopt;
  sqlite3_stmt* const s = rows.get();
  sqlite3_bind_int64(s, 1, after);
  Keyframe k;
  k.after = after;
  std::uint32_t part = 0, parts = 1;
  for (; part < parts && sqlite3_step(s) == SQLITE_ROW; ++part) {
    parts = static_cast<std::uint32_t>(sqlite3_column_int64(s, 1));
    k.t_twin = from_unix_ns(sqlite3_column_int64(s, 2));
    k.state_hash = static_cast<std::uint64_t>(sqlite3_column_int64(s, 3));
    std::string_view const blob = blob_of(s, 5);
    bool const whole =
        sqlite3_column_int64(s, 0) == part && keyframe_checksum(k, {part, parts}, blob) == sqlite3_column_int64(s, 4);
    auto const bytes = whole ? decompress(blob, kKeyframePartBytes) : std::nullopt;
    if (!bytes || k.bytes.size() + bytes->size() > kMaxKeyframeBytes) return std::nullopt;
    k.bytes += *bytes;
  }
  if (part < parts) return std::nullopt;
  return k;
}

bool keyframe_heads(sqlite3* db, std::vector<KeyframeHead>& out) {
  Statement const rows = prepare(db, "SELECT after, min(t), min(state_hash), sum(length(blob)) FROM keyframe "
                                     "GROUP BY after ORDER BY after");
  if (!rows) return false;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(rows.get())) == SQLITE_ROW)
    out.push_back({sqlite3_column_int64(rows.get(), 0), from_unix_ns(sqlite3_column_int64(rows.get(), 1)),
                   static_cast<std::uint64_t>(sqlite3_column_int64(rows.get(), 2)),
                   static_cast<std::uint64_t>(sqlite3_column_int64(rows.get(), 3))});
  return code == SQLITE_DONE;
}

KeyframeFound find_keyframe(sqlite3* db, Instant at_or_before) {
  KeyframeFound found;
  Statement const rows = prepare(db, "SELECT after FROM keyframe WHERE part = 0 AND t <= ? ORDER BY after DESC");
  if (!rows) return {.keyframe = {}, .skipped = 1};
  sqlite3_bind_int64(rows.get(), 1, to_unix_ns(at_or_before));
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(rows.get())) == SQLITE_ROW) {
    found.keyframe = read_keyframe(db, sqlite3_column_int64(rows.get(), 0));
    if (found.keyframe) return found;
    ++found.skipped;
  }
  if (code != SQLITE_DONE) ++found.skipped;
  return found;
}

} // namespace dalian::history
