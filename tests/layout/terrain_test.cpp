#include "twin/layout/terrain.hpp"

#include <gtest/gtest.h>

namespace dalian::layout {
namespace {

/// height = 2·east + 3·north (in units of the spacing), so bilinear sampling is exact everywhere.
TerrainGrid plane(std::string name, MapPoint origin, double spacing_m, std::uint32_t side) {
  TerrainGrid grid{std::move(name), origin, spacing_m, side, side, {}, {}};
  for (std::uint32_t row = 0; row < side; ++row)
    for (std::uint32_t column = 0; column < side; ++column) {
      grid.height_m.push_back(static_cast<float>(2 * column + 3 * row));
      grid.cover.push_back(static_cast<std::uint8_t>((column + row) % kCovers));
    }
  return grid;
}

TEST(TerrainGrid, SamplesAPlaneExactlyAndHoldsItsEdgeOutside) {
  TerrainGrid const grid = plane("g", {1000, 2000}, 10, 5);
  EXPECT_FLOAT_EQ(grid.height_at({1015, 2025}), 2 * 1.5F + 3 * 2.5F);
  EXPECT_FLOAT_EQ(grid.height_at({1040, 2040}), 20);
  EXPECT_FLOAT_EQ(grid.height_at({0, 0}), 0);
  EXPECT_FLOAT_EQ(grid.height_at({9999, 9999}), 20);
  EXPECT_TRUE(grid.contains({1000, 2040}));
  EXPECT_FALSE(grid.contains({999, 2040}));
}

TEST(TerrainGrid, CoverIsThatOfTheNearestSample) {
  TerrainGrid const grid = plane("g", {0, 0}, 10, 5);
  EXPECT_EQ(static_cast<int>(grid.cover_at({24, 6})), 2 + 1);
}

TEST(Terrain, TheFinestGridThatContainsThePointAnswers) {
  Terrain terrain;
  terrain.window = plane("window", {0, 0}, 100, 50);
  terrain.details = {plane("a", {1000, 1000}, 10, 20), plane("b", {1000, 1000}, 5, 20)};
  EXPECT_EQ(terrain.finest_at({1050, 1050}).name, "b");
  EXPECT_EQ(terrain.finest_at({1150, 1150}).name, "a");
  EXPECT_EQ(terrain.finest_at({500, 500}).name, "window");
  EXPECT_FLOAT_EQ(terrain.height_at({1050, 1050}), 2 * 10 + 3 * 10);
}

} // namespace
} // namespace dalian::layout
