#include "twin/postgres/rows.hpp"

#include "twin/history/bytes.hpp"
#include "twin/history/keyframe_rows.hpp"

namespace dalian::postgres {

std::optional<history::Chunk> chunk_in(Rows const& rows, int row) {
  auto const number = [&](int column) { return static_cast<std::uint64_t>(rows.number(row, column)); };
  history::Chunk c;
  c.seq = rows.number(row, 0);
  c.t0 = from_unix_ns(rows.number(row, 1));
  c.t1 = from_unix_ns(rows.number(row, 2));
  c.kind = static_cast<history::RecordKind>(number(3));
  c.source = rows.bytes(row, 4);
  c.epoch = number(5);
  c.first_seq = number(6);
  c.n = static_cast<std::uint32_t>(number(7));
  c.blob = rows.bytes(row, 9);
  if (checksum(c) != number(8)) return std::nullopt;
  return c;
}

std::optional<history::Keyframe> read_keyframe(Session& session, std::int64_t after) {
  auto const heads = session.run("SELECT part FROM keyframe WHERE after = $1 ORDER BY part", Values().number(after));
  history::Keyframe k;
  k.after = after;
  std::int64_t parts = 1;
  for (std::int64_t part = 0; heads && part < parts; ++part) {
    auto const rows = session.run("SELECT parts, t, state_hash, crc, blob FROM keyframe WHERE after = $1 AND part = $2",
                                  Values().number(after).number(part));
    if (!rows || rows->count() != 1) return std::nullopt;
    parts = rows->number(0, 0);
    k.t_twin = from_unix_ns(rows->number(0, 1));
    k.state_hash = static_cast<std::uint64_t>(rows->number(0, 2));
    auto const blob = rows->bytes(0, 4);
    auto const crc = keyframe_checksum(k, {static_cast<std::uint32_t>(part), static_cast<std::uint32_t>(parts)}, blob);
    auto const bytes =
        crc == rows->number(0, 3) ? history::decompress(blob, history::kKeyframePartBytes) : std::nullopt;
    if (!bytes || k.bytes.size() + bytes->size() > history::kMaxKeyframeBytes) return std::nullopt;
    k.bytes += *bytes;
  }
  if (!heads) return std::nullopt;
  return k;
}

} // namespace dalian::postgres
