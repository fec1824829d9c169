#include "twin/evaluation/set_distance.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

namespace dalian::evaluation {
namespace {

using Points = std::vector<MapPoint>;

TEST(SetDistance, GospaByHand) {
  // Cut-off 10: one pair 3 m apart, one 4 m; one truth missed, two false: 9 + 16 + 3·50.
  Points const truth{{0, 0}, {100, 0}, {500, 500}}, estimates{{0, 3}, {104, 0}, {-300, 0}, {0, 900}};
  Gospa const g = gospa(estimates, truth, 10);
  EXPECT_EQ(g.matched, 2);
  EXPECT_EQ(g.missed, 1);
  EXPECT_EQ(g.spurious, 2);
  EXPECT_NEAR(g.localisation_m2, 25, 1e-9);
  EXPECT_NEAR(g.missed_m2(), 50, 1e-12);
  EXPECT_NEAR(g.spurious_m2(), 100, 1e-12);
  EXPECT_NEAR(g.total_m(), std::sqrt(175.0), 1e-9);
}

TEST(SetDistance, OspaByHand) {
  // Same sets: (25 + 2·100)/4, the pair that is beyond the cut-off counting as the cut-off.
  Points const truth{{0, 0}, {100, 0}, {500, 500}}, estimates{{0, 3}, {104, 0}, {-300, 0}, {0, 900}};
  EXPECT_NEAR(ospa_m(estimates, truth, 10), std::sqrt(225.0 / 4), 1e-9);
  EXPECT_EQ(ospa_m({}, {}, 10), 0);
  EXPECT_NEAR(ospa_m({}, truth, 10), 10, 1e-12);
  EXPECT_NEAR(ospa_m(estimates, estimates, 10), 0, 1e-12);
}

TEST(SetDistance, ChoosesTheBestMatchingNotTheNearestFirst) {
  // Nearest first would pair 6 with 5 and leave 0 and 10 alone: 1 + 64. The best is 0 with 5, 6 with 10: 25 + 16.
  Points const truth{{5, 0}, {10, 0}}, estimates{{0, 0}, {6, 0}};
  Gospa const g = gospa(estimates, truth, 8);
  EXPECT_EQ(g.matched, 2);
  EXPECT_NEAR(g.localisation_m2, 41, 1e-9);
}

/// Definition 1 of the GOSPA paper and equation 3 of the OSPA paper over all permutations of the larger set.
struct Both {
  double gospa, ospa;
};
Both by_permutations(Points small, Points large, double c) {
  if (small.size() > large.size()) std::swap(small, large);
  std::vector<std::size_t> order(large.size());
  std::iota(order.begin(), order.end(), 0);
  double best = std::numeric_limits<double>::infinity();
  do {
    double sum = 0;
    for (std::size_t i = 0; i < small.size(); ++i)
      sum += std::pow(std::min(c, distance_m(small[i], large[order[i]])), 2);
    best = std::min(best, sum);
  } while (std::next_permutation(order.begin(), order.end()));
  auto const more = static_cast<double>(large.size() - small.size()), n = static_cast<double>(large.size());
  return {std::sqrt(best + c * c / 2 * more), std::sqrt((best + c * c * more) / n)};
}

TEST(SetDistance, EqualsTheDefinitionsOverAllPermutations) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> place(0, 60);
    Points a(1 + seed % 6), b(1 + seed / 6 % 6);
    for (Points* points : {&a, &b})
      for (MapPoint& p : *points)
        p = {place(random), place(random)};
    Both const expected = by_permutations(a, b, 20);
    EXPECT_NEAR(gospa(a, b, 20).total_m(), expected.gospa, 1e-9);
    EXPECT_NEAR(ospa_m(a, b, 20), expected.ospa, 1e-9);
  }
}

} // namespace
} // namespace dalian::evaluation
