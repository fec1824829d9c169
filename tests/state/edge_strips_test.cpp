#include "twin/state/edge_strips.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace dalian::state {
namespace {

TEST(SegmentDistance, HasTheTextbookCases) {
  EXPECT_DOUBLE_EQ(segment_distance_m({3, 4}, {0, 0}, {10, 0}), 4);  // beside
  EXPECT_DOUBLE_EQ(segment_distance_m({-3, 4}, {0, 0}, {10, 0}), 5); // beyond the end: 3-4-5
  EXPECT_DOUBLE_EQ(segment_distance_m({3, 4}, {0, 0}, {0, 0}), 5);   // no length
}

TEST(EdgeStrips, DistanceEqualsBruteForce) {
  std::uint32_t const seed = 5;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> place(-1000, 1000), step(-80, 80);
  for (int round = 0; round < 30; ++round) {
    std::vector<EdgeStrips::Edge> edges;
    MapPoint at{place(random), place(random)};
    for (int i = 0; i < 1 + round * 7; ++i) {
      MapPoint const next{at.east_m + step(random), round % 3 == 0 ? at.north_m : at.north_m + step(random)};
      edges.emplace_back(at, next);
      at = next;
    }
    EdgeStrips const strips(edges);
    for (int i = 0; i < 300; ++i) {
      MapPoint const p{place(random), place(random)};
      double const limit = std::abs(place(random));
      double expected = limit;
      for (auto const& [a, b] : edges)
        expected = std::min(expected, segment_distance_m(p, a, b));
      ASSERT_DOUBLE_EQ(strips.distance_m(p, limit), expected) << "seed " << seed << " round " << round;
    }
  }
}

} // namespace
} // namespace dalian::state
