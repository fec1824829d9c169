#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <thread>

namespace dalian::state {
namespace {

Track track(std::uint32_t handle, std::uint32_t updates = 1) {
  Track t;
  t.handle = handle;
  t.entity = "mmsi:" + std::to_string(handle);
  t.updates = updates;
  t.sources = {"ais"};
  return t;
}

std::map<std::uint32_t, Track> contents(Snapshot const& snapshot) {
  std::map<std::uint32_t, Track> all;
  snapshot.for_each([&](TrackView t) { all[t->handle] = Track(t); });
  return all;
}

TEST(SnapshotStore, StartsEmptyWithTheRunItWasGiven) {
  SnapshotStore const store(42);
  EXPECT_EQ(store.latest()->run, 42U);
  EXPECT_EQ(store.latest()->version, 0U);
  EXPECT_FALSE(store.latest()->find(1));
}

TEST(SnapshotStore, EqualsAMapUnderRandomPublications) {
  std::uint32_t const seed = 21;
  std::mt19937 random(seed);
  SnapshotStore store(1);
  std::map<std::uint32_t, Track> reference;
  for (std::uint64_t version = 1; version <= 500; ++version) {
    std::map<std::uint32_t, Track> changed;
    std::vector<std::uint32_t> removed;
    for (std::uint32_t i = random() % 20; i > 0; --i) {
      std::uint32_t const handle = 1 + random() % 2000;
      changed[handle] = track(handle, random());
    }
    for (std::uint32_t i = random() % 10; i > 0; --i) {
      std::uint32_t const handle = 1 + random() % 3000; // some were never there
      if (!changed.contains(handle)) removed.push_back(handle);
    }
    std::vector<TrackRecord> list;
    for (auto const& [handle, t] : changed) {
      list.push_back(t);
      reference[handle] = t;
    }
    for (auto const handle : removed)
      reference.erase(handle);
    auto const before = store.latest();
    auto const contents_before = contents(*before);
    auto const after = store.publish(Instant{Duration(static_cast<std::int64_t>(version))}, list, removed);
    ASSERT_EQ(after->version, version);
    ASSERT_EQ(after->run, 1U);
    ASSERT_EQ(after, store.latest());
    ASSERT_TRUE(contents(*after) == reference) << "seed " << seed;
    ASSERT_TRUE(contents(*before) == contents_before) << "an old snapshot changed";
    for (std::uint32_t handle = 0; handle < 3000; handle += 7)
      ASSERT_EQ(after->find(handle).has_value(), reference.contains(handle)) << handle;
  }
}

TEST(SnapshotStore, SharesEveryChunkItDidNotTouch) {
  std::vector<TrackRecord> many;
  for (std::uint32_t handle = 1; handle <= 2000; ++handle)
    many.push_back(track(handle));
  SnapshotStore store(1);
  auto const a = store.publish({}, many, {});
  auto const b = store.publish({}, {TrackRecord(track(300, 2))}, {1999});
  ASSERT_EQ(a->chunks.size(), 32U); // 2001 slots of 64
  for (std::size_t i = 0; i < a->chunks.size(); ++i)
    EXPECT_EQ(a->chunks[i] == b->chunks[i], i != 300 / 64 && i != 1999 / 64) << "chunk " << i;
}

TEST(SnapshotStore, SharesDetailsUntilTheyDiffer) {
  SnapshotStore store(1);
  auto const a = store.publish({}, {TrackRecord(track(1)), TrackRecord(track(2))}, {});
  auto const b = store.publish({}, {TrackRecord(track(1, 2))}, {}); // equal details in another place
  EXPECT_EQ(a->chunks[0]->details, b->chunks[0]->details);
  Track renamed = track(2);
  renamed.vessel->name = "NEW";
  auto const c = store.publish({}, {TrackRecord(renamed)}, {});
  EXPECT_NE(b->chunks[0]->details, c->chunks[0]->details);
  EXPECT_EQ((*b->chunks[0]->details)[1], (*c->chunks[0]->details)[1]);
  EXPECT_EQ(b->find(2)->details().vessel->name, "");
  EXPECT_EQ(c->find(2)->details().vessel->name, "NEW");
}

TEST(SnapshotStore, AChunkWithNothingLeftGoesAway) {
  SnapshotStore store(1);
  store.publish({}, {TrackRecord(track(1)), TrackRecord(track(300))}, {});
  auto const after = store.publish({}, {}, {300});
  EXPECT_EQ(after->chunks[300 / 64], nullptr);
  EXPECT_FALSE(after->find(300));
  EXPECT_TRUE(after->find(1));
}

TEST(SnapshotStore, ApplyIsWhatAMirrorNeeds) { // the same delta on an equal base gives an equal snapshot
  SnapshotStore twin(9);
  Snapshot mirror;
  for (std::uint32_t round = 1; round < 50; ++round) {
    std::vector<TrackRecord> const changed{track(round, round), track(round * 7 % 600 + 1, round)};
    std::vector<std::uint32_t> const removed{round * 11 % 600 + 1};
    twin.publish({}, changed, removed);
    mirror = apply(mirror, changed, removed);
    ASSERT_TRUE(contents(mirror) == contents(*twin.latest()));
  }
}

TEST(SnapshotStore, ReadersSeeWholeSnapshotsWhileTheWriterPublishes) {
  SnapshotStore store(1);
  std::atomic<bool> done = false;
  auto const publish = [&](std::uint32_t version) { // every track of a version carries its number
    std::vector<TrackRecord> all;
    for (std::uint32_t handle = 1; handle <= 600; handle += 3)
      all.push_back(track(handle, version));
    store.publish({}, std::move(all), {});
  };
  publish(1);
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      std::uint64_t last = 0;
      while (!done) {
        auto const snapshot = store.latest();
        ASSERT_GE(snapshot->version, last);
        last = snapshot->version;
        snapshot->for_each([&](TrackView t) { ASSERT_EQ(t->updates, snapshot->version); });
      }
    });
  for (std::uint32_t version = 2; version <= 300; ++version)
    publish(version);
  done = true;
  for (auto& reader : readers)
    reader.join();
}

} // namespace
} // namespace dalian::state
