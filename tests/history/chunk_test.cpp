#include "twin/history/chunk.hpp"

#include "tests/history/records.hpp"

#include <gtest/gtest.h>

namespace dalian::history {
namespace {

std::vector<Record> unpack_all(Chunk const& chunk, bool* whole = nullptr) {
  std::vector<Record> records;
  Unpacked const done = unpack(chunk, [&](Record&& r) {
    records.push_back(std::move(r));
    return true;
  });
  if (whole != nullptr) *whole = done.whole;
  return records;
}

TEST(Chunk, GivesBackWhatWasPutIn) {
  std::vector<Record> const records{record(0), record(1), record(2, "ais", kNoon, 0)};
  Chunk chunk = start_chunk(records[0]);
  add(chunk, records[1]);
  add(chunk, records[2]);
  EXPECT_EQ(unpack_all(chunk), records);
  EXPECT_EQ(chunk.n, 30U);
  EXPECT_EQ(chunk.first_seq, 1U);
  EXPECT_EQ(chunk.last_seq, 30U);
  EXPECT_EQ(chunk.t1 - chunk.t0, std::chrono::milliseconds(2));
  EXPECT_EQ(payload_bytes(chunk), 1800U);
}

TEST(Chunk, EndsWhereSourceKindEpochDayOrSizeChange) {
  Chunk const chunk = start_chunk(record(0));
  EXPECT_TRUE(belongs(chunk, record(1)));
  EXPECT_FALSE(belongs(chunk, record(1, "v2x")));
  EXPECT_FALSE(belongs(chunk, record(1, "ais", kNoon + std::chrono::hours(12))));
  EXPECT_FALSE(belongs(chunk, record(1, "ais", kNoon, 70'000)));
  Record r = record(1);
  r.kind = RecordKind::report;
  EXPECT_FALSE(belongs(chunk, r));
  r = record(1);
  r.epoch = 1;
  EXPECT_FALSE(belongs(chunk, r));
  r = record(1);
  r.n = 247;
  EXPECT_FALSE(belongs(chunk, r));
}

TEST(Chunk, AnyFlippedBitChangesTheChecksum) {
  Chunk chunk = start_chunk(record(0, "ais", kNoon, 40));
  std::uint32_t const right = checksum(chunk);
  for (std::size_t bit = 0; bit < chunk.blob.size() * 8; ++bit) {
    auto& byte = chunk.blob[bit / 8];
    byte = static_cast<char>(byte ^ (1 << (bit % 8)));
    ASSERT_NE(checksum(chunk), right) << bit;
    byte = static_cast<char>(byte ^ (1 << (bit % 8)));
  }
  Chunk other = chunk;
  other.source = "aix";
  EXPECT_NE(checksum(other), right);
  other = chunk;
  other.seq ^= 1;
  EXPECT_NE(checksum(other), right);
}

TEST(Chunk, ABrokenLayoutIsSaidNotRead) {
  Chunk chunk = start_chunk(record(0));
  bool whole = true;
  chunk.blob[20] = '\xff'; // size of the record: beyond the blob
  chunk.blob[23] = '\xff';
  EXPECT_TRUE(unpack_all(chunk, &whole).empty());
  EXPECT_FALSE(whole);
  chunk.blob.resize(10);
  unpack_all(chunk, &whole);
  EXPECT_FALSE(whole);
}

} // namespace
} // namespace dalian::history
