#include "tests/fusion/random_log.hpp"
#include "twin/fusion/entity_hash.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/fusion/state_hash.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace dalian::fusion {
namespace {

constexpr std::uint32_t kSeed = 21;

/// The log in calls of random size.
std::vector<std::uint64_t> hashes_of(std::vector<Entry> const& log, Fusion& fusion, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<LogRecord> records;
  for (Entry const& entry : log) {
    records.push_back({entry.t_twin, &entry.batch});
    if (random() % 7 == 0) records.push_back({entry.t_twin + std::chrono::seconds(1), nullptr});
  }
  std::vector<std::uint64_t> hashes;
  for (std::size_t at = 0; at < records.size();) {
    std::size_t const n = std::min<std::size_t>(records.size() - at, 1 + random() % 90);
    fusion.take(std::span(records).subspan(at, n));
    at += n;
    hashes.push_back(state_hash(fusion));
  }
  return hashes;
}

TEST(Partitions, AnyNumberOfThreadsGivesTheSameState) {
  auto const log = random_log(kSeed, 600);
  Fusion alone;
  auto const expected = hashes_of(log, alone, kSeed);
  for (unsigned const threads : {2U, 3U, 8U, 64U}) {
    Fusion fusion(default_parameters(), threads);
    EXPECT_EQ(hashes_of(log, fusion, kSeed), expected) << threads << " threads, seed " << kSeed;
    EXPECT_EQ(fusion.save(), alone.save()) << threads << " threads, seed " << kSeed;
    auto const outcomes = fusion.outcomes();
    for (auto const& [source, counters] : alone.outcomes())
      for (auto const& [name, n] : counters)
        EXPECT_EQ(outcomes.at(source).get(name), n);
  }
}

TEST(Partitions, RecordsTogetherAreRecordsOneAfterTheOther) {
  auto const log = random_log(kSeed, 300);
  Fusion one_by_one, together;
  std::vector<LogRecord> records;
  for (Entry const& entry : log) {
    one_by_one.take(entry.t_twin, entry.batch);
    one_by_one.advance(entry.t_twin + std::chrono::seconds(70)); // a clock that jumps to and fro ends cars in between
    records.push_back({entry.t_twin, &entry.batch});
    records.push_back({entry.t_twin + std::chrono::seconds(70), nullptr});
  }
  together.take(records);
  EXPECT_EQ(together.save(), one_by_one.save()) << "seed " << kSeed;
  EXPECT_EQ(together.time(), one_by_one.time());
  auto const a = together.take_changes(), b = one_by_one.take_changes();
  EXPECT_GT(a.removed.size(), 0U);
  EXPECT_EQ(a.removed, b.removed);
  EXPECT_EQ(a.changed.size(), b.changed.size());
}

/// These figures stand in keyframes and handles: the same on every machine, in every build. Reckoned by a second
/// implementation, in Python.
TEST(Partitions, TheHashOfAnIdNeverChanges) {
  EXPECT_EQ(entity_hash("mmsi:412345678"), 5739589137082747778ULL);
  EXPECT_EQ(entity_hash("car:T1-03"), 10224456592576192329ULL);
  EXPECT_EQ(entity_hash(""), 0ULL);
}

TEST(Partitions, IdsSpreadEvenly) {
  std::vector<double> count(kPartitions);
  int const n = 64'000;
  for (int i = 0; i < n; ++i)
    count[partition_of(entity_hash("mmsi:" + std::to_string(412'000'000 + i)))] += 1;
  double chi2 = 0;
  for (double const c : count)
    chi2 += (c - n / 64.0) * (c - n / 64.0) / (n / 64.0);
  EXPECT_LT(chi2, 103.4); // 99.9 % point of chi-square with 63 degrees of freedom
}

} // namespace
} // namespace dalian::fusion
