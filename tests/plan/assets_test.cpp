#include "twin/plan/assets.hpp"
#include "twin/plan/check.hpp"
#include "twin/plan/polygon.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

std::filesystem::path city_folder() {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/city";
}

TEST(Assets, TheCityIsSoundAndItsZonesHaveTheAreasOfThePlan) {
  auto const assets = read_assets(city_folder());
  ASSERT_TRUE(assets) << assets.error();
  auto const faults = check(assets->layout);
  EXPECT_TRUE(faults.empty()) << to_text(faults.front());
  std::map<std::string, double> parcels_m2;
  assets->layout.for_each(Layer::parcel, [&](Entity const& parcel) {
    parcels_m2[parcel.text("zone")] += true_area_m2(to_map(parcel.shape("outline")));
  });
  std::size_t zones = 0;
  assets->layout.for_each(Layer::zone, [&](Entity const& zone) {
    ++zones;
    double const plan_m2 = zone.number("plan_area_km2") * 1e6; // section 2 of the plan
    EXPECT_NEAR(true_area_m2(to_map(zone.shape("outline"))) / plan_m2, 1, 1e-3) << zone.id();
    EXPECT_NEAR(parcels_m2[zone.id()] / plan_m2, 1, 4e-3) << zone.id();
  });
  EXPECT_EQ(zones, 5u);
  EXPECT_GT(assets->layout.table(Layer::road).size(), 250u);
  EXPECT_GT(assets->layout.table(Layer::pipe).size(), 100u);
  EXPECT_EQ(read_assets(city_folder())->layout.hash(), assets->layout.hash());
}

TEST(Assets, WhatIsDerivedSaysByWhichRule) {
  Assets assets;
  ASSERT_TRUE(add_geojson(R"({"features":[{"id":"s","properties":{"kind":"street","class":"arterial"},
    "geometry":{"type":"LineString","coordinates":[[121.6,39.2],[121.61,39.2]]}}]})",
                          "layout_x.geojson", assets));
  auto const road = assets.layout.find(Layer::road, "s").value();
  EXPECT_EQ(road.number("width_m"), 21);
  EXPECT_EQ(road.number("lanes"), 2);
  EXPECT_EQ(road.text("provenance"), "modelled");
  EXPECT_EQ(road.text("source"), "layout_x.geojson; width, lanes and speed by rule road-class");
}

TEST(Assets, FaultsNameFileFeatureFieldAndRemedy) {
  auto const why = [](std::string const& feature) {
    Assets assets;
    return add_geojson(R"({"features":[)" + feature + "]}", "layout_x.geojson", assets).error();
  };
  std::string const ring =
      R"("geometry":{"type":"Polygon","coordinates":[[[121.6,39.2],[121.61,39.2],[121.61,39.21],[121.6,39.2]]]})";
  EXPECT_EQ(why(R"({"properties":{"kind":"parcel"},)" + ring + "}"),
            "layout_x.geojson: feature '': field 'id' is missing or longer than 200 bytes: give it one");
  EXPECT_EQ(why(R"({"id":"p","properties":{"kind":"parcel","use":7},)" + ring + "}"),
            "layout_x.geojson: feature 'p': field 'use' must be a text");
  EXPECT_EQ(why(R"({"id":"p","properties":{"kind":"parcel"},"geometry":{"type":"Point","coordinates":[121.6,39.2]}})"),
            "layout_x.geojson: feature 'p': field 'geometry' must be a Polygon");
  EXPECT_EQ(
      why(R"({"id":"p","properties":{"kind":"street","class":"alley"},"geometry":{"type":"LineString","coordinates":[[121.6,39.2],[121.61,39.2]]}})"),
      "layout_x.geojson: feature 'p': field 'class' is 'alley'; it must be one of "
      "expressway|highway|arterial|collector|local|plant|path|track|jetty");
  EXPECT_EQ(why(R"({"id":"p","properties":{"kind":"parcel","use":"a","zone":"z"},)" + ring +
                R"(},{"id":"p","properties":{"kind":"parcel"},)" + ring + "}"),
            "layout_x.geojson: feature 'p': field 'id' is used twice: rename one of them");
  Assets assets;
  EXPECT_EQ(add_geojson("[]", "zones.geojson", assets).error(),
            "zones.geojson: is no GeoJSON FeatureCollection: it is damaged or another file");
}

TEST(Assets, NothingIsLeftOutSilently) {
  auto const assets = read_assets(city_folder());
  ASSERT_TRUE(assets) << assets.error();
  EXPECT_EQ(assets->left_out.at("routes.geojson: rail"), 2u);
  EXPECT_EQ(assets->left_out.at("systems.geojson: station"), 1u) << "the jetty";
}

} // namespace
} // namespace dalian::plan
