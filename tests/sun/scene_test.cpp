// Neighbours and windows against looking at everything.
#include "twin/sun/scene.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <random>

namespace dalian::sun {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr std::uint32_t kSeed = 8;

std::vector<Prism> town(int count, std::mt19937& random) {
  std::uniform_real_distribution<double> draw(0, 1);
  std::vector<Prism> prisms;
  for (int i = 0; i < count; ++i) {
    double const x = 800 * draw(random), y = 800 * draw(random), w = 8 + 40 * draw(random), d = 8 + 20 * draw(random);
    prisms.push_back(with_box({{{x, y}, {x + w, y}, {x + w, y + d}, {x, y + d}}, 0, 3 + 60 * draw(random), {}, {}}));
  }
  return prisms;
}

TEST(Scene, NobodyFartherAwayShades) {
  std::mt19937 random(kSeed);
  auto const prisms = town(150, random);
  Nearby const nearby(prisms);
  Path const path = make_path(39 * kDegree, declination_rad(1, 20), 0, {8, 16});
  double const least = std::min(elevation_rad(path, path.window_rad.from), elevation_rad(path, path.window_rad.to));
  std::vector<std::uint32_t> all(prisms.size());
  for (std::uint32_t i = 0; i < all.size(); ++i)
    all[i] = i;
  std::size_t fewer = 0;
  for (std::size_t b = 0; b < 40; ++b) {
    auto const near = nearby.around(prisms[b].low, prisms[b].high, 0.9, least - 1e-6);
    fewer += near.size() < all.size() ? 1 : 0;
    for (Wall const& wall : walls(prisms[b], 0.9, 6, 2))
      for (Spot const& spot : wall.spots)
        ASSERT_EQ(sunshine(spot, prisms, near, path), sunshine(spot, prisms, all, path))
            << "seed " << kSeed << " " << b;
  }
  EXPECT_GT(fewer, 30u);
}

/// Windows of both halves of the day, and of a whole day of summer, which is more than half a turn.
TEST(Scene, WhatTheSunPassesByIsLeftOutAndNothingElse) {
  std::mt19937 random(kSeed + 1);
  auto const prisms = town(60, random);
  std::vector<std::uint32_t> all(prisms.size());
  for (std::uint32_t i = 0; i < all.size(); ++i)
    all[i] = i;
  for (auto const& [day, window] :
       {std::pair{20.0, Span{8, 16}}, {20.0, {8, 11}}, {80.0, {13, 17}}, {172.0, {0, 24}}}) {
    Path const path = make_path(39 * kDegree, declination_rad(day), 0.02, window);
    for (std::size_t b = 0; b < prisms.size(); b += 7)
      for (Wall const& wall : walls(prisms[b], 0.9, 15, 2))
        for (Spot const& spot : wall.spots) {
          Spans shade;
          for (Prism const& prism : prisms)
            add_shade(prism, spot, path, shade);
          join(shade);
          ASSERT_EQ(sunshine(spot, prisms, all, path), common(before_wall(spot, path), rest_of(path.window_rad, shade)))
              << "seed " << kSeed + 1 << " day " << day << " building " << b;
        }
  }
}

TEST(Scene, WallsHaveTheirSpotsOutside) {
  Prism const prism = with_box({{{0, 0}, {12, 0}, {12, 1}, {0, 1}}, 0, 10, {}, {}});
  auto const all = walls(prism, 0.9, 5, 2);
  ASSERT_EQ(all.size(), 2u) << "the ends are too narrow";
  EXPECT_EQ(all[0].spots.size(), 3u);
  EXPECT_DOUBLE_EQ(all[0].spots[0].at.east_m, 2);
  EXPECT_DOUBLE_EQ(all[0].spots[0].at.north_m, -kBeforeWall_m);
  EXPECT_DOUBLE_EQ(all[0].normal_y, -1);
  Path const path = make_path(39 * kDegree, declination_rad(1, 20), 0, {8, 16});
  EXPECT_NEAR(to_hours(total(sunshine(all[0].spots[1], {prism}, {0}, path))), 8, 1e-9) << "its own wall is no shade";
  EXPECT_TRUE(sunshine(all[1].spots[1], {prism}, {0}, path).empty());
}

TEST(Scene, NoneAndOneAreFine) {
  EXPECT_TRUE(Nearby({}).around({0, 0}, {1, 1}, 0, 0.1).empty());
  std::vector<Prism> const one{with_box({{{0, 0}, {10, 0}, {10, 10}}, 0, 10, {}, {}})};
  EXPECT_EQ(Nearby(one).around({-50, -50}, {-40, -40}, 0, 8.4 * kDegree).size(), 1u);
  EXPECT_TRUE(Nearby(one).around({-500, -500}, {-400, -400}, 0, 8.4 * kDegree).empty());
}

} // namespace
} // namespace dalian::sun
