#include "twin/whatif/view_from.hpp"

#include "tests/whatif/towns.hpp"

#include <gtest/gtest.h>

namespace dalian::whatif {
namespace {

using plan::Layer;
using plan::Layout;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::set;

constexpr GeoPoint kCorner{121.61, 39.21};

/// Level land 12 m above the sea about the place.
layout::Terrain plain() {
  layout::Terrain out;
  MapPoint const middle = to_map(kCorner);
  out.window.origin = {middle.east_m - 2000, middle.north_m - 2000};
  out.window.spacing_m = 100, out.window.columns = out.window.rows = 41;
  out.window.height_m.assign(41 * 41, 12);
  out.window.cover.assign(41 * 41, static_cast<std::uint8_t>(layout::Cover::field));
  return out;
}

/// A square on the map, its south-western corner so far from the place.
plan::MapRing square(double east_m, double north_m, double side_m) {
  MapPoint const a = to_map(kCorner);
  MapPoint const low{a.east_m + east_m, a.north_m + north_m};
  return {low,
          {low.east_m + side_m, low.north_m},
          {low.east_m + side_m, low.north_m + side_m},
          {low.east_m, low.north_m + side_m}};
}

plan::Shape shape(plan::MapRing const& ring) {
  plan::Shape out;
  for (MapPoint const p : ring)
    out.push_back(to_geo(p));
  return out;
}

plan::Edit building(char const* id, double east_m, double height_m) {
  return add(Layer::building, id,
             {{"outline", shape(square(east_m, -20, 40))}, {"use", std::string("office")}, {"height_m", height_m}});
}

ViewWish wish() {
  ViewWish out;
  out.from = to_map(kCorner);
  out.reach_m = 500;
  return out;
}

TEST(ViewFrom, OpenLandIsSeenAndABuildingHidesWhatIsBehindIt) {
  View const open = view_from(Layout{}, nullptr, plain(), wish());
  EXPECT_NEAR(open.eye.z_m, 12 + 1.6, 1e-4);
  EXPECT_NEAR(open.land_m2, 3.1416 * 500 * 500, 0.01 * open.land_m2);
  EXPECT_EQ(open.land_seen_m2, open.land_m2);
  Layout const one = applied(Layout{}, {building("near", 100, 30), building("behind", 200, 20)});
  View const view = view_from(one, nullptr, plain(), wish());
  EXPECT_EQ(view.buildings, 2U);
  EXPECT_EQ(view.seen_buildings, std::vector<std::string>{"near"});
  // Its front is 20 m to either side at 100 m: what lies behind it up to 500 m.
  double const hidden = view.land_m2 - view.land_seen_m2;
  EXPECT_NEAR(hidden, std::atan(0.2) * 500 * 500 - 20 * 100, 0.05 * hidden);
}

TEST(ViewFrom, FromARoofOneSeesFarther) {
  Layout const layout =
      applied(Layout{}, {building("own", -38, 60), building("near", 100, 30), building("behind", 200, 20)});
  View const view = view_from(layout, nullptr, plain(), wish());
  EXPECT_NEAR(view.eye.z_m, 12 + 60 + 1.6, 1e-4);
  EXPECT_EQ(view.seen_buildings.size(), 3U) << "two metres from its edge: its own roof and both others";
}

TEST(ViewFrom, ThePicturesBuildingsStandWhileTheirParcelIsAsItWas) {
  Layout const base = applied(
      Layout{},
      {add(Layer::parcel, "plot",
           {{"outline", shape(square(80, -50, 100))}, {"use", std::string("parts")}, {"zone", std::string("z")}})});
  DrawnCity const city = drawn_city({{"drawn", square(100, -20, 40), 25}}, base);
  EXPECT_EQ(view_from(base, &city, plain(), wish()).seen_buildings, std::vector<std::string>{"drawn"});
  EXPECT_EQ(view_from(applied(base, {set(Layer::parcel, "plot", "use", std::string("green"))}), &city, plain(), wish())
                .buildings,
            0U);
  EXPECT_EQ(view_from(applied(base, {building("planned", 100, 10)}), &city, plain(), wish()).seen_buildings,
            std::vector<std::string>{"planned"});
}

} // namespace
} // namespace dalian::whatif
