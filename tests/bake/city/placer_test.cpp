#include "tools/bake/city/placer.hpp"

#include <gtest/gtest.h>

#include <random>

namespace dalian::bake {
namespace {

bool overlap_by_sampling(Footprint const& a, Footprint const& b) {
  for (double x = -1; x <= 1; x += 0.05)
    for (double y = -1; y <= 1; y += 0.05) {
      MapPoint const p = a.centre + x * a.half_width_m * a.right() + y * a.half_length_m * a.forward() - b.centre;
      if (std::abs(dot(p, b.right())) <= b.half_width_m && std::abs(dot(p, b.forward())) <= b.half_length_m)
        return true;
    }
  return false;
}

TEST(Footprint, OverlapAgreesWithSampling) {
  constexpr std::uint32_t kSeed = 9;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  auto const draw = [&](double low, double high) { return std::uniform_real_distribution(low, high)(random); };
  int both = 0;
  for (int i = 0; i < 3000; ++i) {
    Footprint const a{{draw(-60, 60), draw(-60, 60)}, draw(0, 6.3), draw(5, 30), draw(5, 50)};
    Footprint const b{{draw(-60, 60), draw(-60, 60)}, draw(0, 6.3), draw(5, 30), draw(5, 50)};
    bool const sampled = overlap_by_sampling(a, b) || overlap_by_sampling(b, a);
    if (sampled) {
      EXPECT_TRUE(overlap(a, b, 0)) << i; // sampling may miss a sliver, never invent one
      ++both;
    }
    if (overlap(a, b, -6)) {
      EXPECT_TRUE(sampled) << i;
    } // deep overlaps are never missed by sampling
  }
  EXPECT_GT(both, 300);
}

class PlacerOnAnIsland : public testing::Test {
 protected:
  PlacerOnAnIsland() : placer(sizes, terrain, sites) {
    // 2 × 2 km: sea west of 500 m, flat land to 1500 m, then a 1 : 2 slope.
    layout::TerrainGrid grid{"window", {0, 0}, 10, 201, 201, {}, {}};
    for (std::uint32_t row = 0; row < grid.rows; ++row)
      for (std::uint32_t column = 0; column < grid.columns; ++column) {
        double const east = column * 10.0;
        grid.height_m.push_back(static_cast<float>(east < 500 ? -8 : east < 1500 ? 5 : 5 + (east - 1500) / 2));
      }
    grid.cover.resize(grid.height_m.size());
    terrain.window = grid;
    layout::Route road;
    road.line = {{1000, 0}, {1000, 2000}};
    road.width_m = 14;
    sites.add_route(road);
  }

  bool put(double east, double north, bool offshore = false) {
    PlaceRequest request;
    request.prefix = "test";
    request.model = "hall";
    request.at = {east, north};
    request.heading_rad = 0.5;
    request.offshore = offshore;
    return placer.place(request);
  }

  ModelSizes sizes{{"hall", {40, 80, 12}}};
  layout::Terrain terrain;
  SiteIndex sites;
  Placer placer;
};

TEST_F(PlacerOnAnIsland, EveryRequestHasOneOutcome) {
  EXPECT_TRUE(put(700, 500));
  EXPECT_FALSE(put(300, 500));  // sea
  EXPECT_FALSE(put(510, 500));  // a corner in the sea
  EXPECT_FALSE(put(1010, 500)); // on the road
  EXPECT_FALSE(put(720, 520));  // through the first
  EXPECT_FALSE(put(1700, 500)); // too steep
  EXPECT_TRUE(put(200, 500, true));
  EXPECT_FALSE(put(800, 900, true)); // offshore things do not stand on land
  EXPECT_EQ(placer.outcomes.get("placed"), 2U);
  EXPECT_EQ(placer.outcomes.get("in water"), 3U);
  EXPECT_EQ(placer.outcomes.get("on a route"), 1U);
  EXPECT_EQ(placer.outcomes.get("taken"), 1U);
  EXPECT_EQ(placer.outcomes.get("too steep"), 1U);
  EXPECT_EQ(placer.outcomes.sum(), 8U);
  EXPECT_EQ(placer.placements[0].id, "test/hall/0001");
  EXPECT_FLOAT_EQ(placer.placements[0].height_m, 5);
}

} // namespace
} // namespace dalian::bake
