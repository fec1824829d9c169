#include "twin/view/city_fields.hpp"

#include "tests/support/test_terrain.hpp"
#include "twin/base/paths.hpp"
#include "twin/view/static_city.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::view {
namespace {

/// Two parcels of 100 × 100 m; on the first a hall and a tower, on the second a tree, beside both a shed.
City two_parcels() {
  City city;
  for (double const east : {0.0, 200.0}) {
    layout::Parcel parcel;
    parcel.use = east == 0 ? "parts" : "nobody knows";
    parcel.outline = {{east, 0}, {east + 100, 0}, {east + 100, 100}, {east, 100}};
    city.parcels.push_back(parcel);
  }
  for (MapPoint const at : {MapPoint{30, 30}, MapPoint{70, 70}, MapPoint{250, 50}, MapPoint{150, 50}}) {
    Placement p;
    p.position = at;
    city.placements.push_back(p);
  }
  return city;
}
std::vector<BuildingFacts> const kBuildings{{10, 2000, 1}, {60, 500, 20}, {}, {4, 50, 1}};

TEST(CityFields, FloorAreaRatioByHand) {
  auto const city = two_parcels();
  ParcelMap const map(city);
  auto const field = floor_area_ratio({city, map, kBuildings});
  EXPECT_TRUE(check_field(field, 2, 4));
  EXPECT_FLOAT_EQ(field.by_parcel[0], (2000 * 1 + 500 * 20) / 10000.0F);
  EXPECT_TRUE(std::isnan(field.by_parcel[1])) << "nothing built";
  EXPECT_FLOAT_EQ(field.by_placement[1], 1.2F);
  EXPECT_TRUE(std::isnan(field.by_placement[2]));
  EXPECT_TRUE(std::isnan(field.by_placement[3])) << "on no parcel";
  EXPECT_FLOAT_EQ(field.info.noise_floor, 0.5F * 2500 / 10000) << "half a storey";
  EXPECT_EQ(field.info.kind, Provenance::modelled);
}

TEST(CityFields, HeightsByHand) {
  auto const city = two_parcels();
  ParcelMap const map(city);
  auto const field = building_height({city, map, kBuildings});
  EXPECT_FLOAT_EQ(field.by_parcel[0], (10 * 2000 + 60 * 500) / 2500.0F);
  EXPECT_FLOAT_EQ(field.by_placement[1], 60);
  EXPECT_FLOAT_EQ(field.by_placement[3], 4) << "a building of no parcel has its height";
  EXPECT_TRUE(std::isnan(field.by_placement[2]));
}

TEST(CityFields, UsesFallIntoClasses) {
  auto const city = two_parcels();
  ParcelMap const map(city);
  auto const field = land_use({city, map, kBuildings});
  EXPECT_EQ(use_classes()[static_cast<std::size_t>(field.by_parcel[0])], "use.making");
  EXPECT_EQ(use_classes()[static_cast<std::size_t>(field.by_parcel[1])], "use.other");
}

TEST(CityFields, TheBakedCityIsClassed) {
  auto const assets = assets_dir();
  ASSERT_TRUE(assets) << assets.error();
  auto const city = read_static_city(*assets);
  ASSERT_TRUE(city) << city.error();
  double all = 0, other = 0;
  for (auto const& parcel : city->city->parcels) {
    all += area_m2(parcel.outline);
    if (use_class_of(parcel.use) + 1 == use_classes().size() && parcel.use != "reserve")
      other += area_m2(parcel.outline);
  }
  EXPECT_LT(other, 0.1 * all) << "uses that no class lists";
}

TEST(CityFields, ElevationIsTheTerrains) {
  auto const terrain = test::island();
  auto const field = elevation(terrain);
  EXPECT_TRUE(check_field(field, 0, 0));
  MapPoint const hill{300, 200};
  ASSERT_TRUE(field.grids.front().at(hill)) << "the detail grid";
  EXPECT_NEAR(*field.grids.front().at(hill), terrain.height_at(hill), 2);
  MapPoint const sea{-12000, -12000};
  EXPECT_FALSE(field.grids.back().at(sea));
}

TEST(CityFields, ShoreDistanceIsNearTheStraightLine) {
  auto const terrain = test::island();
  auto const field = shore_distance(terrain);
  auto const& w = terrain.window;
  for (MapPoint const p : {MapPoint{0, 0}, MapPoint{3000, 1000}, MapPoint{-2000, 4000}}) {
    double nearest = 1e9;
    for (std::uint32_t row = 0; row < w.rows; ++row)
      for (std::uint32_t column = 0; column < w.columns; ++column)
        if (w.height_m[std::size_t{row} * w.columns + column] <= 0)
          nearest = std::min(
              nearest, distance_m(p, {w.origin.east_m + column * w.spacing_m, w.origin.north_m + row * w.spacing_m}));
    ASSERT_TRUE(field.grids[0].at(p));
    EXPECT_NEAR(*field.grids[0].at(p), nearest / 1000, 0.08 * nearest / 1000 + 0.001) << p.east_m;
  }
}

} // namespace
} // namespace dalian::view
