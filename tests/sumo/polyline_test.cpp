#include "twin/sumo/polyline.hpp"

#include <gtest/gtest.h>
#include <random>

namespace dalian::sumo_net {
namespace {

TEST(Polyline, PartsHaveTheLengthAskedFor) {
  constexpr unsigned kSeed = 20261127;
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> any(-100, 100);
  for (int i = 0; i < 500; ++i) {
    Polyline line;
    for (int k = 0; k < 8; ++k)
      line.push_back({any(random), any(random)});
    double const length = length_m(line);
    std::uniform_real_distribution<double> along(0, length - 2);
    double const from = along(random), to = std::uniform_real_distribution<double>(from + 1, length)(random);
    auto const part = part_of(line, from, to);
    ASSERT_GE(part.size(), 2U) << "seed " << kSeed;
    ASSERT_NEAR(length_m(part), to - from, 0.5) << "seed " << kSeed; // a point close to the next is left out
    for (auto const& p : part)
      ASSERT_LT(distance_to_m(p, line), 1e-6);
  }
}

TEST(Polyline, BesideLiesToTheRightOfEveryLeg) {
  Polyline const north{{0, 0}, {0, 100}, {100, 100}}; // north, then east
  auto const right = beside(north, 3);
  ASSERT_EQ(right.size(), 3U);
  EXPECT_NEAR(right[0].east_m, 3, 1e-9);
  EXPECT_NEAR(right[1].east_m, 3, 1e-9); // the corner, 3 m from both legs
  EXPECT_NEAR(right[1].north_m, 97, 1e-9);
  EXPECT_NEAR(right[2].north_m, 97, 1e-9);
}

} // namespace
} // namespace dalian::sumo_net
