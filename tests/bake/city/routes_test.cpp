#include "tools/bake/city/routes.hpp"

#include "tools/bake/city/streets.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace dalian::bake {
namespace {

Sources const& sources() {
  static Sources const read = [] {
    auto result = read_sources(std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/city");
    if (!result) throw std::runtime_error(result.error());
    return std::move(result).value();
  }();
  return read;
}

layout::Route const& find(std::vector<layout::Route> const& routes, std::string const& id) {
  return *std::find_if(routes.begin(), routes.end(), [&](auto const& r) { return r.id == id; });
}

TEST(Routes, EveryTestRouteHasARoadUnderIt) {
  auto const routes = make_routes(sources());
  ASSERT_TRUE(routes) << routes.error();
  for (auto const& test : *routes) {
    if (test.kind != layout::RouteClass::test_route) continue;
    for (MapPoint const p : resample(test.line, 25)) {
      double nearest = 1e9;
      for (auto const& road : *routes)
        if (is_road(road.kind)) nearest = std::min(nearest, nearest_on(road.line, false, p).distance_m);
      EXPECT_LT(nearest, 14) << test.id; // within the carriageway, or the gap of one clipped step
    }
  }
}

TEST(Routes, BohaiAvenueKeepsItsDocumentedLength) {
  auto const routes = make_routes(sources());
  ASSERT_TRUE(routes);
  EXPECT_NEAR(geodesic_length_m(find(*routes, "bohai-avenue").line) / 47400, 1, 0.015); // documented: 47.4 km
}

TEST(Routes, TestRoute3FollowsBohaiAvenue) {
  auto const routes = make_routes(sources());
  ASSERT_TRUE(routes);
  for (MapPoint const p : find(*routes, "cv-t3").line)
    EXPECT_LT(nearest_on(find(*routes, "bohai-avenue").line, false, p).distance_m, 0.01);
}

TEST(Streets, BlocksLieInsideTheZoneAndBesideTheStreets) {
  for (std::size_t i = 0; i < sources().zones.size(); ++i) {
    Ring const& zone = sources().zone_rings[i];
    StreetPlan const plan = plan_streets(sources().zones[i], zone);
    EXPECT_GT(plan.blocks.size(), 8U) << sources().zones[i].id;
    double area = 0;
    for (Block const& block : plan.blocks) {
      area += block.area_m2;
      for (MapPoint const p : block.outline)
        EXPECT_GT(signed_distance_m(zone, p), -0.01);
      MapPoint const middle = centroid_of(block.outline);
      for (auto const& street : plan.streets)
        EXPECT_GT(nearest_on(street.line, false, middle).distance_m, street.width_m) << block.zone_id;
    }
    EXPECT_GT(area / signed_area_m2(zone), 0.6) << sources().zones[i].id;
    EXPECT_LT(area / signed_area_m2(zone), 0.95) << sources().zones[i].id;
  }
}

} // namespace
} // namespace dalian::bake
