#include "twin/app/city_surface.hpp"

#include "twin/app/baked_assets.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace dalian::app {
namespace {

/// Sea west of east 400 000, land east of it, over 10 km; one zone on the land.
layout::Terrain half_sea() {
  layout::Terrain terrain;
  auto& w = terrain.window;
  w.origin = {395000, 4300000};
  w.spacing_m = 100;
  w.columns = w.rows = 101;
  for (std::uint32_t row = 0; row < w.rows; ++row)
    for (std::uint32_t column = 0; column < w.columns; ++column) {
      w.height_m.push_back(column < 50 ? -10.0F : column == 50 ? 0.0F : 10.0F);
      w.cover.push_back(static_cast<std::uint8_t>(column < 50 ? layout::Cover::sea : layout::Cover::field));
    }
  return terrain;
}

layout::City one_zone(std::vector<layout::Route> routes = {}) {
  layout::City city;
  layout::Zone zone;
  zone.outline = {{400500, 4301000}, {404500, 4301000}, {404500, 4309000}, {400500, 4309000}};
  city.zones.push_back(zone);
  city.routes = std::move(routes);
  return city;
}

TEST(CitySurface, ShipsAreAtSeaAndTheShoreIsFoundOnRings) {
  CitySurface const surface(layout::surface_of(one_zone(), half_sea()));
  EXPECT_EQ(surface.metres_from_water({399000, 4305000}, 230), 0);
  EXPECT_EQ(surface.metres_from_water({402000, 4305000}, 230), 230);
  double const near = surface.metres_from_water({400150, 4305000}, 230).value();
  EXPECT_GE(near, 200); // the last wet sample is 250 m on: water goes by the nearest
  EXPECT_LE(near, 223);
  EXPECT_FALSE(surface.metres_from_water({390000, 4305000}, 230)); // no map there
}

TEST(CitySurface, TheNearestRoadIsThatOfBruteForce) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> east(400500, 404500), north(4301000, 4309000), step(-300, 300), wide(4, 30);
  std::vector<layout::Route> routes;
  for (int i = 0; i < 30; ++i) {
    layout::Route route;
    route.kind = i % 3 == 0 ? layout::RouteClass::rail : layout::RouteClass::road;
    route.width_m = wide(random);
    MapPoint p{east(random), north(random)};
    for (int k = 0; k < 12; ++k)
      route.line.push_back(p = {p.east_m + step(random), p.north_m + step(random)});
    routes.push_back(route);
  }
  CitySurface const surface(layout::surface_of(one_zone(routes), half_sea()));
  for (int i = 0; i < 3000; ++i) {
    MapPoint const p{east(random), north(random)};
    double expected = 70;
    for (auto const& route : routes) {
      if (route.kind == layout::RouteClass::rail) continue;
      for (std::size_t k = 0; k + 1 < route.line.size(); ++k) // by many points along it
        for (int s = 0; s <= 400; ++s) {
          auto const &a = route.line[k], &b = route.line[k + 1];
          MapPoint const q{a.east_m + (b.east_m - a.east_m) * s / 400, a.north_m + (b.north_m - a.north_m) * s / 400};
          expected = std::min(expected, std::max(0.0, distance_m(p, q) - route.width_m / 2));
        }
    }
    EXPECT_NEAR(surface.metres_from_road(p, 70).value(), expected, 0.6) << "seed 5, point " << i;
    i += 9;
  }
}

TEST(CitySurface, OutsideZonesNobodyKnowsAllRoadsAndOtherMapsHaveOtherNumbers) {
  CitySurface const surface(layout::surface_of(one_zone(), half_sea()));
  EXPECT_FALSE(surface.metres_from_road({399000, 4305000}, 70));
  EXPECT_EQ(surface.metres_from_road({402000, 4305000}, 70), 70);
  EXPECT_EQ(surface.hash(), CitySurface(layout::surface_of(one_zone(), half_sea())).hash());
  auto other = half_sea();
  other.window.cover[7] = static_cast<std::uint8_t>(layout::Cover::field);
  other.window.height_m[7] = 1;
  EXPECT_NE(surface.hash(), CitySurface(layout::surface_of(one_zone(), other)).hash());
  EXPECT_FALSE(CitySurface::read("/nowhere"));
  EXPECT_TRUE(choose_city("none").empty());
  EXPECT_EQ(choose_city("/nowhere"), "/nowhere");
}

} // namespace
} // namespace dalian::app
