#include "tools/bake/city/distance_grid.hpp"

#include <gtest/gtest.h>

#include <numbers>
#include <random>

namespace dalian::bake {
namespace {

/// A star with random radii: concave, many short segments.
Ring star(std::uint32_t seed, MapPoint centre, double radius_m) {
  std::mt19937 random(seed);
  Ring ring;
  for (int i = 0; i < 60; ++i) {
    double const angle = -2 * std::numbers::pi * i / 60;
    ring.push_back(centre + radius_m * std::uniform_real_distribution(0.4, 1.0)(random) * along_bearing(angle));
  }
  return ring;
}

TEST(DistanceGrid, AgreesWithBruteForceEverywhere) {
  constexpr std::uint32_t kSeed = 12;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  GridFrame const frame{{100000, 4300000}, 10, 140, 110};
  std::vector<Ring> const rings{star(kSeed, {100500, 4300500}, 420), star(kSeed + 1, {101150, 4300700}, 180)};
  auto const distance = signed_distance(frame, rings);
  for (std::size_t i = 0; i < frame.size(); ++i) {
    double const expected =
        std::max(signed_distance_m(rings[0], frame.at(i)), signed_distance_m(rings[1], frame.at(i)));
    ASSERT_NEAR(distance[i], expected, 0.02 + 0.004 * std::abs(expected)) << i;
  }
}

TEST(DistanceGrid, ZeroLineOfBilinearSamplesFollowsTheShoreNotTheCells) {
  // A straight shore at 30° to the grid: wherever the samples cross zero, the shore is within a millimetre.
  MapPoint const along = along_bearing(std::numbers::pi / 3);
  MapPoint const middle{500, 500};
  Ring const half_plane{middle - 5000 * along, middle + 5000 * along, middle + 5000 * along + 5000 * right_of(along),
                        middle - 5000 * along + 5000 * right_of(along)};
  Ring const ring = signed_area_m2(half_plane) > 0 ? half_plane : Ring(half_plane.rbegin(), half_plane.rend());
  GridFrame const frame{{0, 0}, 10, 101, 101};
  auto const distance = signed_distance(frame, {ring});
  for (double t = -300; t <= 300; t += 3.7)
    EXPECT_NEAR(frame.sample(distance, middle + t * along), 0, 0.001) << t;
}

} // namespace
} // namespace dalian::bake
