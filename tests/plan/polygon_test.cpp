#include "twin/plan/polygon.hpp"

#include <gtest/gtest.h>
#include <random>

namespace dalian::plan {
namespace {

MapRing box(double east_m, double north_m, double width_m, double height_m) {
  return {{east_m, north_m},
          {east_m + width_m, north_m},
          {east_m + width_m, north_m + height_m},
          {east_m, north_m + height_m}};
}

TEST(Polygon, LandBesideAStreetIsNetOfIt) {
  auto const rest = cut_away(box(0, 0, 400, 300), {{{{-50, 0}, {450, 0}}, 9}, {{{100, -10}, {100, 310}}, 6}});
  EXPECT_NEAR(rest.area_m2, (400 - 12) * (300 - 9), 1e-6);
  ASSERT_EQ(rest.rings.size(), 2u);
  EXPECT_NEAR(signed_area_m2(rest.rings[0]), 294 * 291, 1e-6) << "the larger part first";
}

TEST(Polygon, CommonAreaAgainstCountedPoints) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> number(0, 100);
  for (int round = 0; round < 20; ++round) {
    MapRing const a{{0, 0}, {number(random), 0}, {number(random), 100}},
        b = box(20, 20, number(random), number(random));
    if (!is_simple(a) || !is_simple(b)) continue;
    int inside = 0;
    for (int x = 0; x < 400; ++x)
      for (int y = 0; y < 400; ++y) {
        MapPoint const p{x * 0.5 + 0.25, y * 0.5 + 0.25};
        inside += contains(a, p) && contains(b, p);
      }
    EXPECT_NEAR(common_area_m2(a, b), inside * 0.25, 20) << "seed 5 round " << round;
  }
}

TEST(Polygon, SplitsAndJoins) {
  MapRing const whole{{0, 0}, {100, 0}, {100, 100}, {60, 100}, {60, 40}, {40, 40}, {40, 100}, {0, 100}}; // a U
  auto const parts = split(whole, {{-10, 20}, {110, 20}});
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_NEAR(signed_area_m2(parts[0]) + signed_area_m2(parts[1]), signed_area_m2(whole), 1e-6);
  auto const arms = split(whole, {{-10, 70}, {110, 70}});
  EXPECT_EQ(arms.size(), 3u) << "what closes between the arms is no land of it";
  auto const again = join(parts);
  ASSERT_TRUE(again);
  EXPECT_NEAR(signed_area_m2(*again), signed_area_m2(whole), 1e-6);
  EXPECT_FALSE(join({box(0, 0, 10, 10), box(20, 0, 10, 10)})) << "apart";
}

TEST(Polygon, AreasAreThoseOfTheEllipsoid) {
  // A cell of 0.01° × 0.01° at 39.2° N on WGS-84: M·N·cos φ·Δφ·Δλ with M = 6360937.4 m and N = 6386682.2 m there
  // (Rapp 1991, Geometric Geodesy I, eq. 3.87 and 3.99), 959 007 m².
  Shape const cell{{121.6, 39.195}, {121.61, 39.195}, {121.61, 39.205}, {121.6, 39.205}};
  EXPECT_NEAR(true_area_m2(to_map(cell)) / 959007.0, 1, 1e-5);
}

} // namespace
} // namespace dalian::plan
