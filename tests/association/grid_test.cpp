#include "twin/association/grid.hpp"

#include "tests/association/random_scene.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dalian::association {
namespace {

TEST(Grid, SortsStablyByCell) {
  std::mt19937_64 random(11);
  auto const points = random_positions(random, 500, 3000, 1, 2);
  GridShape const shape = shape_over(points, 10);
  CellOrder cells;
  cells.sort(shape, points);
  ASSERT_EQ(cells.order().size(), points.size());
  ASSERT_EQ(cells.begin(shape.cells()), points.size());
  for (std::size_t cell = 0; cell < shape.cells(); ++cell)
    for (std::uint32_t i = cells.begin(cell); i < cells.begin(cell + 1); ++i) {
      EXPECT_EQ(shape.cell(points[cells.order()[i]].mean), cell);
      if (i > cells.begin(cell)) {
        EXPECT_LT(cells.order()[i - 1], cells.order()[i]);
      }
    }
}

TEST(Grid, HasAboutAsManyCellsAsPointsWhateverTheirPlace) {
  std::mt19937_64 random(12);
  auto points = random_positions(random, 1000, 50'000, 1, 2);
  auto const evenly = shape_over(points, 1);
  EXPECT_LE(evenly.cells(), 2200U);
  EXPECT_GE(evenly.cells(), 500U);
  for (std::size_t i = 0; i < 5; ++i)
    points[i * 50].mean.east_m = 1e12;
  EXPECT_NEAR(shape_over(points, 1).cells_per_m, evenly.cells_per_m, 0.1 * evenly.cells_per_m); // strays
  for (auto& p : points)
    p.mean.north_m = 0; // all in one line
  EXPECT_LE(shape_over(points, 0.001).cells(), 2200U);
  for (auto& p : points)
    p.mean = {5, 5}; // all at one place
  EXPECT_EQ(shape_over(points, 1).cells(), 4U);
}

} // namespace
} // namespace dalian::association
