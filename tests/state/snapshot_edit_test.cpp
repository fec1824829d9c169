#include "twin/state/snapshot_edit.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace dalian::state {
namespace {

TrackRecord record(std::uint32_t handle, std::uint32_t updates) {
  Track t;
  t.handle = handle;
  t.entity = "mmsi:" + std::to_string(handle);
  t.updates = updates;
  return t;
}

/// Two tracks of one chunk and one of another.
Snapshot three() {
  SnapshotEdit edit(Snapshot{});
  for (std::uint32_t const handle : {1U, 2U, 3 * Snapshot::kChunk})
    edit.put(record(handle, handle));
  return edit.finish();
}

TEST(SnapshotEdit, MovesOnlyWhatIsThere) {
  Snapshot const base = three();
  SnapshotEdit edit(base);
  TrackMotion motion = base.find(2)->motion();
  motion.updates = 77;
  EXPECT_TRUE(edit.move(motion));
  for (std::uint32_t const nobody : {0U, 3U, Snapshot::kChunk, 100 * Snapshot::kChunk}) {
    motion.handle = nobody;
    EXPECT_FALSE(edit.move(motion)) << nobody;
  }
  Snapshot const after = edit.finish();
  EXPECT_EQ(after.find(2)->motion().updates, 77U);
  EXPECT_EQ(base.find(2)->motion().updates, 2U);
  EXPECT_EQ(after.details_of(2), base.details_of(2)); // shared
  EXPECT_EQ(after.find(1)->motion(), base.find(1)->motion());
  EXPECT_EQ(after.chunks[3], base.chunks[3]);
  EXPECT_NE(after.chunks[0], base.chunks[0]);
  EXPECT_EQ(after.chunks.size(), base.chunks.size());
}

TEST(SnapshotEdit, AChunkInWhichNothingIsLeftGoesAway) {
  Snapshot const base = three();
  SnapshotEdit edit(base);
  edit.remove(3 * Snapshot::kChunk);
  edit.remove(1);
  edit.remove(9'999); // never there
  Snapshot const after = edit.finish();
  EXPECT_EQ(after.chunks[3], nullptr);
  EXPECT_FALSE(after.find(1));
  EXPECT_TRUE(after.find(2));
  EXPECT_TRUE(base.find(1));
}

TEST(SnapshotEdit, EqualDetailsStayThoseThatWereThere) {
  Snapshot const base = three();
  SnapshotEdit edit(base);
  edit.put(record(1, 5));
  Snapshot const after = edit.finish();
  EXPECT_EQ(after.find(1)->motion().updates, 5U);
  EXPECT_EQ(after.details_of(1), base.details_of(1));
}

} // namespace
} // namespace dalian::state
