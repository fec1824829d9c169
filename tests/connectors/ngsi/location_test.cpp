#include "connectors/ngsi/location.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::ngsi {
namespace {

std::optional<Location> read(char const* text) {
  return read_location(Json::parse(text), Crs::wgs84);
}

TEST(NgsiLocation, APointIsItselfAndMoreIsItsMean) {
  auto const point = read(R"({"type":"Point","coordinates":[121.7,39.1,12.5]})");
  ASSERT_TRUE(point);
  EXPECT_EQ(point->place, (GeoPoint{121.7, 39.1}));
  EXPECT_EQ(point->altitude_m, 12.5);
  EXPECT_EQ(point->spread_m, 0);
  auto const line = read(R"({"type":"LineString","coordinates":[[121,39],[121,39.02]]})");
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->place.lat_deg, 39.01, 1e-9);
  EXPECT_NEAR(line->spread_m, 1112 / std::sqrt(2), 1); // 0.01° of a meridian to either side, on one of two axes
  EXPECT_TRUE(read(R"({"type":"Polygon","coordinates":[[[121,39],[122,39],[122,40],[121,39]]]})"));
}

// Reference: cs2cs EPSG:4326 EPSG:4550 says of 39.05 121.86: 4324673.3381 401314.0826, north first.
TEST(NgsiLocation, AReferenceSystemInMetresHasEastFirst) {
  auto const crs = parse_crs("epsg:4550").value();
  auto const metres = Json::parse(R"({"type":"Point","coordinates":[401314.0826,4324673.3381]})");
  auto const place = read_location(metres, crs);
  ASSERT_TRUE(place);
  EXPECT_NEAR(place->place.lon_deg, 121.86, 1e-8);
  EXPECT_NEAR(place->place.lat_deg, 39.05, 1e-8);
  EXPECT_FALSE(read_location(metres, Crs::wgs84));
  auto const gcj02 = from_wgs84({121.86, 39.05}, Crs::gcj02);
  auto const shifted =
      read_location(Json{{"type", "Point"}, {"coordinates", {gcj02.lon_deg, gcj02.lat_deg}}}, Crs::gcj02);
  ASSERT_TRUE(shifted);
  EXPECT_NEAR(shifted->place.lon_deg, 121.86, 1e-8);
}

TEST(NgsiLocation, WhatIsNoPlaceIsNothing) {
  for (auto const* text :
       {"7", "{}", R"({"coordinates":[]})", R"({"coordinates":[121]})", R"({"coordinates":["a","b"]})",
        R"({"coordinates":[181,39]})", R"({"coordinates":[121,-91]})", R"({"coordinates":[[121,39],7]})",
        R"({"coordinates":[1e999,39]})"}) {
    auto const json = Json::parse(text, nullptr, false);
    EXPECT_TRUE(json.is_discarded() || !read_location(json, Crs::wgs84)) << text;
  }
}

} // namespace
} // namespace dalian::ngsi
