#include "twin/base/crs.hpp"

#include <GeographicLib/Geodesic.hpp>
#include <gtest/gtest.h>

#include <random>
#include <utility>

namespace dalian {
namespace {

double apart_m(GeoPoint a, GeoPoint b) {
  double metres = 0;
  GeographicLib::Geodesic::WGS84().Inverse(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, metres);
  return metres;
}

TEST(Crs, Gcj02ShiftOverTheZonesIsTheKnownOne) {
  // Documented for web maps of the zones: dlon +0.0050, dlat +0.0011, about 450 m; it varies over them.
  for (GeoPoint const p : {GeoPoint{121.6774, 39.2544}, GeoPoint{121.6616, 39.379}, GeoPoint{121.3627, 39.4716}}) {
    GeoPoint const shifted = from_wgs84(p, Crs::gcj02);
    EXPECT_NEAR(shifted.lon_deg - p.lon_deg, 0.0050, 0.0005);
    EXPECT_NEAR(shifted.lat_deg - p.lat_deg, 0.0011, 0.0005);
    EXPECT_NEAR(apart_m(p, shifted), 450, 60);
  }
}

TEST(Crs, Gcj02OfThreeCitiesMatchesThePublishedPairs) {
  // WGS-84 and GCJ-02 of Shanghai, Shenzhen and Beijing as open implementations of the formula publish them.
  std::pair<GeoPoint, GeoPoint> const pairs[] = {
      {{121.5272106, 31.1774276}, {121.531541859215, 31.17530398364597}},
      {{113.912316, 22.543847}, {113.9171764808363, 22.540796131694766}},
      {{116.377817, 39.911954}, {116.38404722455657, 39.91334545536069}},
  };
  for (auto const& [wgs84, gcj02] : pairs) {
    EXPECT_LT(apart_m(from_wgs84(wgs84, Crs::gcj02), gcj02), 0.1);
    EXPECT_LT(apart_m(to_wgs84(gcj02, Crs::gcj02), wgs84), 0.1);
  }
}

TEST(Crs, RoundTripIsTighterThanATenthOfAMetreOverTheWindow) {
  constexpr std::uint32_t kSeed = 4;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> lon(120.8, 123.4), lat(38.6, 40.2);
  for (Crs const crs : {Crs::gcj02, Crs::bd09}) {
    for (int i = 0; i < 5000; ++i) {
      GeoPoint const p{lon(random), lat(random)};
      ASSERT_LT(apart_m(to_wgs84(from_wgs84(p, crs), crs), p), 0.001);
      ASSERT_LT(apart_m(from_wgs84(to_wgs84(p, crs), crs), p), 0.001);
    }
  }
}

TEST(Crs, OutsideTheBoxGcj02IsWgs84) {
  GeoPoint const tokyo{139.7, 35.7};
  EXPECT_EQ(from_wgs84(tokyo, Crs::gcj02), tokyo);
  EXPECT_EQ(to_wgs84(tokyo, Crs::wgs84), tokyo);
}

TEST(Crs, NamesAreForgivingAndErrorsNameTheChoices) {
  EXPECT_EQ(*parse_crs("GCJ-02"), Crs::gcj02);
  EXPECT_EQ(*parse_crs("bd09"), Crs::bd09);
  EXPECT_EQ(*parse_crs("CGCS2000"), Crs::wgs84);
  auto const bad = parse_crs("utm");
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().find("gcj02"), std::string::npos);
}

} // namespace
} // namespace dalian
