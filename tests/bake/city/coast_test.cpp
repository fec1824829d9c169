#include "tools/bake/city/coast.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace dalian::bake {
namespace {

std::vector<Ring> const& dalian_bay() {
  static std::vector<Ring> const land = [] {
    auto rings = read_gshhg_land({121.0, 122.2, 38.6, 39.6});
    if (!rings) throw std::runtime_error(rings.error());
    return std::move(rings).value();
  }();
  return land;
}

bool on_land(GeoPoint p) {
  return std::any_of(dalian_bay().begin(), dalian_bay().end(), [&](Ring const& r) { return is_inside(r, to_map(p)); });
}

TEST(Coast, KnownPointsAreOnTheRightSide) {
  EXPECT_TRUE(on_land({121.6386, 38.9208}));    // Zhongshan Square
  EXPECT_TRUE(on_land({121.7167, 39.1}));       // Jinzhou
  EXPECT_TRUE(on_land({121.967, 39.395}));      // Pulandian
  EXPECT_TRUE(on_land({121.33, 39.56}));        // Changxing Island
  EXPECT_FALSE(on_land({121.6, 39.16}));        // Jinzhou Bay
  EXPECT_FALSE(on_land({121.75, 38.95}));       // Dalian Bay mouth
  EXPECT_FALSE(on_land({121.2, 39.2}));         // Bohai
  EXPECT_FALSE(on_land({122.0, 38.8}));         // Yellow Sea
  EXPECT_FALSE(on_land({121.61556, 39.10889})); // the airport island is younger than the data
}

TEST(Coast, RingsAreSimpleSizedAndCounterClockwise) {
  double islands = 0, largest = 0;
  for (Ring const& ring : dalian_bay()) {
    EXPECT_GT(signed_area_m2(ring), 0);
    islands += 1;
    largest = std::max(largest, signed_area_m2(ring));
  }
  EXPECT_GT(islands, 30);
  EXPECT_GT(largest, 3e9); // the mainland
}

TEST(Coast, SmoothingStaysWithinItsStatedDistance) {
  auto const changxing = std::find_if(dalian_bay().begin(), dalian_bay().end(), [](Ring const& r) {
    return is_inside(r, to_map({121.33, 39.56}));
  });
  Ring const smooth = smooth_shore(*changxing, 85);
  EXPECT_NEAR(signed_area_m2(smooth) / signed_area_m2(*changxing), 1, 0.01);
  for (std::size_t i = 0; i < smooth.size(); i += 7)
    EXPECT_LT(nearest_on(*changxing, true, smooth[i]).distance_m, 170);
}

} // namespace
} // namespace dalian::bake
