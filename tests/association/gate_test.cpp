#include "twin/association/gate.hpp"

#include "tests/association/random_scene.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <tuple>

namespace dalian::association {
namespace {

using Pairs = std::vector<std::tuple<std::uint32_t, std::uint32_t>>;

Pairs found(std::vector<Position> const& tracks, std::vector<Position> const& detections) {
  Gate gate;
  Pairs pairs;
  for (Candidate const& c : gate.find(tracks, detections))
    pairs.emplace_back(c.track, c.detection);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

Pairs by_brute_force(std::vector<Position> const& tracks, std::vector<Position> const& detections) {
  Pairs pairs;
  for (std::uint32_t t = 0; t < tracks.size(); ++t)
    for (std::uint32_t d = 0; d < detections.size(); ++d)
      if (separation(tracks[t], detections[d]).nis() <= kGateNis) pairs.emplace_back(t, d);
  return pairs;
}

TEST(Gate, FindsExactlyThePairsThatTryingAllFinds) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    double const extent = 3000.0 * static_cast<double>(1 + seed % 7);
    auto tracks = random_positions(random, seed * 5, extent, 1, seed % 2 == 0 ? 5 : 60);
    auto detections = random_positions(random, seed * 7, extent, 1, seed % 3 == 0 ? 5 : 40);
    if (seed % 5 == 0) { // strays far out on either side
      tracks.front().mean.east_m += 1e6;
      detections.front().mean = tracks.front().mean;
      detections.back().mean.north_m -= 3e6;
    }
    EXPECT_EQ(found(tracks, detections), by_brute_force(tracks, detections));
  }
}

/// Detections and their places, each pair once.
Pairs places(std::vector<Position> const& tracks, std::vector<Position> const& detections) {
  Gate gate;
  Pairs all;
  for (Candidate const& c : gate.find(tracks, detections))
    all.emplace_back(c.detection, c.place);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

TEST(Gate, EveryDetectionHasOnePlaceOfItsOwn) {
  for (bool const one_size : {true, false}) {
    std::mt19937_64 random(5);
    auto const tracks = random_positions(random, 300, 2000, 5, 60);
    auto const detections = random_positions(random, 300, 2000, 5, one_size ? 6 : 400);
    std::set<std::uint32_t> numbers, taken;
    auto const all = places(tracks, detections);
    for (auto const& [detection, place] : all) {
      numbers.insert(detection);
      taken.insert(place);
      EXPECT_LT(place, detections.size());
    }
    EXPECT_GT(all.size(), 100);
    EXPECT_EQ(numbers.size(), all.size());
    EXPECT_EQ(taken.size(), all.size());
  }
}

TEST(Gate, OneVagueDetectionIsFoundFromAfar) {
  std::mt19937_64 random(3);
  auto const tracks = random_positions(random, 20, 20'000, 5, 10);
  auto detections = random_positions(random, 50, 20'000, 5, 10);
  detections[7] = {{410'000, 4'310'000}, 1e8, 0, 1e8};
  auto const pairs = found(tracks, detections);
  EXPECT_EQ(pairs, by_brute_force(tracks, detections));
  EXPECT_EQ(std::count_if(pairs.begin(), pairs.end(), [](auto const& p) { return std::get<1>(p) == 7; }), 20);
}

TEST(Gate, KeepsTheNearestOfACrowdInAscendingOrder) {
  std::vector<Position> const tracks{{{0, 0}, 100, 0, 100}};
  std::vector<Position> detections;
  for (int i = 0; i < 100; ++i)
    detections.push_back({{static_cast<double>((i * 37) % 100) / 10, 0}, 1, 0, 1});
  Gate gate;
  auto const pairs = gate.find(tracks, detections);
  ASSERT_EQ(pairs.size(), kMaxCandidates);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    EXPECT_LT(detections[pairs[i].detection].mean.east_m, static_cast<double>(kMaxCandidates) / 10);
    if (i > 0) {
      EXPECT_LT(pairs[i - 1].detection, pairs[i].detection);
    }
  }
}

TEST(Gate, TheLimitIsThatOfChiSquareAt999PerMille) {
  // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4: 13.816 for 2 degrees of freedom.
  EXPECT_NEAR(kGateNis, 13.816, 5e-4);
  std::vector<Position> const track{{{0, 0}, 3, 0, 3}};
  double const sigma = 2, edge = sigma * std::sqrt(13.816); // P + R = 4 m²
  EXPECT_EQ(found(track, {{{edge * 0.999, 0}, 1, 0, 1}}).size(), 1);
  EXPECT_EQ(found(track, {{{edge * 1.001, 0}, 1, 0, 1}}).size(), 0);
}

TEST(Gate, NothingAgainstNothing) {
  EXPECT_TRUE(found({}, {}).empty());
  EXPECT_TRUE(found({{{0, 0}, 1, 0, 1}}, {}).empty());
  EXPECT_TRUE(found({}, {{{0, 0}, 1, 0, 1}}).empty());
}

} // namespace
} // namespace dalian::association
