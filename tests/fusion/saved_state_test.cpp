#include "twin/fusion/saved_state.hpp"

#include "tests/fusion/random_log.hpp"
#include "twin/fusion/entity_hash.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/fusion/state_hash.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace dalian::fusion {
namespace {

constexpr std::uint32_t kSeed = 31;

void take(Fusion& fusion, std::vector<Entry> const& log, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i)
    fusion.take(log[i].t_twin, log[i].batch);
}

TEST(SavedState, GoesOnAsIfThereHadBeenNoBreak) {
  auto const log = random_log(kSeed, 500);
  for (std::size_t const saved_at : {0U, 1U, 37U, 250U, 499U}) {
    Fusion live;
    take(live, log, 0, saved_at);
    Fusion restarted(default_parameters(), 3);
    auto const loaded = restarted.load(live.save());
    ASSERT_TRUE(loaded) << loaded.error();
    ASSERT_EQ(restarted.save(), live.save());
    ASSERT_EQ(restarted.time(), live.time());
    for (std::size_t i = saved_at; i < log.size(); ++i) {
      take(live, log, i, i + 1);
      take(restarted, log, i, i + 1);
      ASSERT_EQ(state_hash(restarted), state_hash(live))
          << "saved at " << saved_at << ", record " << i << ", seed " << kSeed;
    }
    EXPECT_EQ(restarted.save(), live.save());
    for (auto const& [source, counters] : live.outcomes())
      EXPECT_EQ(restarted.outcomes()[source].sum(), counters.sum());
    live.advance(at(1e5)), restarted.advance(at(1e5)); // everything ends at the same time
    EXPECT_EQ(restarted.track_count(), 0U);
    EXPECT_EQ(live.track_count(), 0U);
  }
}

TEST(SavedState, AfterALoadEverythingCountsAsChanged) {
  auto const log = random_log(kSeed, 100);
  Fusion live, restarted;
  take(live, log, 0, log.size());
  (void)live.take_changes();
  ASSERT_TRUE(restarted.load(live.save()));
  EXPECT_EQ(restarted.take_changes().changed.size(), live.track_count());
  EXPECT_TRUE(restarted.take_changes().empty());
}

TEST(SavedState, SpreadOverManyCallsItIsTheStateAtTheBeginning) {
  auto const log = random_log(kSeed, 600);
  Fusion fusion;
  take(fusion, log, 0, 300);
  fusion.begin_save(); // forgotten by the next
  std::string const expected = fusion.save();
  fusion.begin_save();
  std::size_t i = 300;
  while (!fusion.save_some(1)) {
    take(fusion, log, i, i + 1);
    fusion.advance(log[i].t_twin + std::chrono::seconds(i % 5 == 0 ? 100 : 0)); // some end while it is being made
    ++i;
  }
  EXPECT_GT(i, 302U);
  EXPECT_EQ(fusion.take_save().bytes(), expected) << "seed " << kSeed;
  take(fusion, log, i, log.size());
  Fusion restarted;
  EXPECT_TRUE(restarted.load(fusion.save()));
}

TEST(SavedState, SaysWhyItIsNoUse) {
  Fusion fusion;
  take(fusion, random_log(kSeed, 50), 0, 50);
  std::string const good = fusion.save();
  std::uint64_t const before = state_hash(fusion);
  EXPECT_EQ(fusion.load("").error(), "not a saved state of fusion");
  EXPECT_EQ(fusion.load(good.substr(0, good.size() - 1)).error(), "saved state is damaged: wrong length");
  std::string flipped = good;
  flipped[good.size() / 2] ^= 1;
  EXPECT_EQ(fusion.load(flipped).error(), "saved state is damaged: wrong checksum");
  std::string newer = good;
  newer[4] = 9;
  EXPECT_EQ(fusion.load(newer).error(), "saved state of version 9; this program reads 3");
  Parameters other = default_parameters();
  other.classes[1].gap_s += 1;
  EXPECT_EQ(Fusion(other).load(good).error(), "saved state was made with other fusion parameters");
  EXPECT_EQ(state_hash(fusion), before);
}

/// Spoils bytes and mends the checksum, so that what reads the fields is reached.
TEST(SavedState, SpoiledBytesAreRefusedOrMakeAStateThatGoesOn) {
  auto const log = random_log(kSeed, 120);
  Fusion fusion;
  take(fusion, log, 0, 60);
  std::string const good = fusion.save();
  std::mt19937 random(kSeed);
  int refused = 0, taken = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = good;
    for (unsigned n = 1 + random() % 3; n > 0; --n)
      bytes[16 + random() % (bytes.size() - 16)] = static_cast<char>(random());
    if (round % 5 == 0) bytes.resize(16 + random() % (bytes.size() - 16));
    std::uint64_t const checksum = entity_hash(std::string_view(bytes).substr(16));
    std::memcpy(bytes.data() + 8, &checksum, sizeof checksum);
    Fusion spoiled;
    if (!spoiled.load(bytes)) {
      ++refused;
      continue;
    }
    ++taken;
    if (taken % 20 == 0) take(spoiled, log, 60, 120);
  }
  EXPECT_GT(refused, 500);
  EXPECT_GT(taken, 500);
}

} // namespace
} // namespace dalian::fusion
