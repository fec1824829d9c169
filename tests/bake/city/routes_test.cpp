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

} // namespace
} // namespace dalian::bake
