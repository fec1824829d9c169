#include "twin/sun/viewshed.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace dalian::sun {
namespace {

Ground level(std::uint32_t columns, std::uint32_t rows, double spacing_m) {
  return {{0, 0}, spacing_m, columns, rows, std::vector<double>(std::size_t{columns} * rows, 0)};
}

Prism block(double west, double south, double east, double north, double top_m) {
  return with_box({{{west, south}, {east, south}, {east, north}, {west, north}}, 0, top_m, {}, {}});
}

TEST(Viewshed, OverARidgeWhatLiesBelowTheLineIsHidden) {
  Ground ground = level(101, 3, 10);
  for (std::uint32_t row = 0; row < 3; ++row)
    ground.height_m[row * 101U + 50] = 20; // at 500 m
  Spot const eye{{0, 10}, 10, 0, 0};
  auto const seen = viewshed(eye, ground, {}, 0.5, 5000);
  for (std::uint32_t column = 1; column < 101; ++column)
    EXPECT_EQ(seen[101 + column] != 0, column <= 50) << column;
  // From 60 m the line over the ridge falls 40 m in 500 m and comes down to 0.5 m at 743.75 m.
  auto const higher = viewshed({{0, 10}, 60, 0, 0}, ground, {}, 0.5, 5000);
  for (std::uint32_t column = 1; column < 101; ++column)
    EXPECT_EQ(higher[101 + column] != 0, column <= 50 || column >= 75) << column;
}

TEST(Viewshed, ABuildingHidesWhatIsBehindItAndShowsItsRoofToWhoIsHigher) {
  Ground const ground = level(41, 41, 5);
  std::vector<Prism> const tower{block(98, 88, 112, 112, 30)};
  auto const at = [](std::vector<std::uint8_t> const& seen, std::uint32_t column, std::uint32_t row) {
    return seen[row * 41 + column] != 0;
  };
  auto const low = viewshed({{0, 100}, 2, 0, 0}, ground, tower, 1, 1000);
  EXPECT_TRUE(at(low, 19, 20)) << "before it";
  EXPECT_FALSE(at(low, 21, 20)) << "its roof";
  EXPECT_FALSE(at(low, 40, 20)) << "behind it";
  EXPECT_TRUE(at(low, 40, 0)) << "beside it";
  auto const high = viewshed({{0, 100}, 80, 0, 0}, ground, tower, 1, 1000);
  EXPECT_TRUE(at(high, 21, 20));
  EXPECT_FALSE(at(high, 23, 20)) << "at its foot";
  EXPECT_TRUE(at(high, 40, 20)) << "80 − 30 m over 112 m comes down to 1 m at 177 m";
  EXPECT_FALSE(at(viewshed({{0, 100}, 80, 0, 0}, ground, tower, 1, 150), 40, 20)) << "too far";
}

/// The least height of a line over the ground, walked in steps of 5 cm.
double least_clearance(Ground const& ground, Spot const& from, Spot const& to) {
  double const length = std::hypot(to.at.east_m - from.at.east_m, to.at.north_m - from.at.north_m);
  auto const steps = static_cast<int>(length / 0.05);
  double least = INFINITY;
  for (int i = 1; i < steps; ++i) {
    double const t = static_cast<double>(i) / steps;
    MapPoint const p{from.at.east_m + t * (to.at.east_m - from.at.east_m),
                     from.at.north_m + t * (to.at.north_m - from.at.north_m)};
    least = std::min(least, from.z_m + t * (to.z_m - from.z_m) - ground.height_at(p));
  }
  return least;
}

TEST(Viewshed, EqualsARayWalkedInSmallStepsPastEveryBuilding) {
  std::mt19937_64 random(2026);
  std::size_t looked = 0, hidden = 0;
  for (int trial = 0; trial < 12; ++trial) {
    auto const draw = [&](double low, double high) {
      return low + (high - low) * static_cast<double>(random() % 100000) / 1e5;
    };
    Ground ground = level(25, 21, 9);
    for (double& h : ground.height_m)
      h = draw(0, 12);
    std::vector<Prism> blocks;
    for (int i = 0; i < 12; ++i) {
      double const west = draw(0, 200), south = draw(0, 160), wide = draw(5, 25), deep = draw(5, 25);
      double const top = draw(8, 30);
      blocks.push_back(block(west, south, west + wide, south + deep, top));
    }
    double const east = draw(10, 200), north = draw(10, 160), rise = draw(2, 25);
    Spot const eye{{east, north}, ground.height_at({east, north}) + rise, 0, 0};
    auto const seen = viewshed(eye, ground, blocks, 1.5, 150);
    for (std::uint32_t row = 0; row < ground.rows; ++row)
      for (std::uint32_t column = 0; column < ground.columns; ++column) {
        std::size_t const i = row * ground.columns + column;
        MapPoint const at = ground.sample(column, row);
        double top = ground.height_m[i];
        for (Prism const& b : blocks)
          if (covers(b, at)) top = std::max(top, b.top_m);
        Spot const to{at, top + 1.5, 0, 0};
        bool const near = std::hypot(at.east_m - east, at.north_m - north) <= 150;
        double const clearance = least_clearance(ground, eye, to);
        if (near && std::abs(clearance) < 0.05) continue; // steps do not tell
        ++looked;
        hidden += seen[i] == 0;
        EXPECT_EQ(seen[i] != 0, near && clearance > 0 && sees(eye, to, blocks)) << trial << " " << column << " " << row;
      }
  }
  EXPECT_GT(looked, 5500U);
  EXPECT_GT(hidden, looked / 5);
  EXPECT_LT(hidden, looked * 9 / 10);
}

} // namespace
} // namespace dalian::sun
