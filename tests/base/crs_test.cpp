#include "twin/base/crs.hpp"

#include <GeographicLib/Geodesic.hpp>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <random>
#include <thread>
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
  EXPECT_EQ(parse_crs("EPSG:4550")->epsg(), 4550);
  EXPECT_TRUE(parse_crs("epsg:4550")->is_projected());
  EXPECT_FALSE(parse_crs("epsg:4490")->is_projected());
  for (auto const* name : {"epsg:", "epsg:x", "epsg:0", "epsg:-1", "epsg:4550x", "epsg:99999999", "epsg:1", "epsg:4978",
                           "epsg:5773"}) // … geocentric; heights alone
    EXPECT_FALSE(parse_crs(name)) << name;
  EXPECT_NE(parse_crs("epsg:5773").error().find("EGM96"), std::string::npos);
  EXPECT_NE(parse_degrees_crs("epsg:4550").error().find("metres"), std::string::npos);
  EXPECT_TRUE(parse_degrees_crs("epsg:4490"));
  auto const bad = parse_crs("utm");
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().find("gcj02"), std::string::npos);
}

// Reference: an example printed in IOGP Guidance Note 7-2, 3.2.5 (Popular Visualisation Pseudo Mercator, EPSG:3857):
// WGS 84 24°22'54.433"N 100°20'00.000"W is E −11 169 055.58 m, N 2 800 000.00 m.
TEST(Crs, EpsgPutsAPublishedPointWhereItIsPublished) {
  auto const crs = parse_crs("epsg:3857").value();
  GeoPoint const place{-(100 + 20 / 60.0), 24 + 22 / 60.0 + 54.433 / 3600};
  auto const found = place_of(-11'169'055.58, 2'800'000.00, crs);
  ASSERT_TRUE(found);
  EXPECT_LT(apart_m(*found, place), 0.02); // two decimals of a metre, three of a second
  auto const there = from_wgs84(place, crs);
  EXPECT_NEAR(there.lon_deg, -11'169'055.58, 0.02);
  EXPECT_NEAR(there.lat_deg, 2'800'000.00, 0.02);
}

/// What the program cs2cs says of one point, its axes as the standards have them.
std::array<double, 2> cs2cs(GeoPoint place, int code) {
  auto const command = "echo '" + std::to_string(place.lat_deg) + " " + std::to_string(place.lon_deg) +
                       "' | cs2cs -f %.7f EPSG:4326 EPSG:" + std::to_string(code);
  std::array<double, 2> out{};
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  EXPECT_EQ(std::fscanf(pipe, "%lf %lf", &out[0], &out[1]), 2) << command;
  ::pclose(pipe);
  return out;
}

TEST(Crs, EpsgAgreesWithCs2csAndHasEastFirstWhateverTheStandardsOrder) {
  constexpr std::uint32_t kSeed = 8;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> lon(121.2, 123.2), lat(38.8, 39.9);
  // CGCS2000 3° zone at 123°E, the same with the zone's number in front, UTM 51N, and geographic ones of China.
  for (auto const& [code, north_first] :
       {std::pair{4550, true}, {4529, true}, {32651, false}, {4490, true}, {4610, true}, {4214, true}})
    for (int i = 0; i < 3; ++i) {
      GeoPoint const place{std::round(lon(random) * 1e6) / 1e6, std::round(lat(random) * 1e6) / 1e6};
      auto const theirs = cs2cs(place, code);
      double const east = theirs[north_first ? 1 : 0], north = theirs[north_first ? 0 : 1];
      Crs const crs = parse_crs("epsg:" + std::to_string(code)).value();
      auto const ours = from_wgs84(place, crs);
      double const tolerance = crs.is_projected() ? 0.001 : 1e-8; // a millimetre
      EXPECT_NEAR(ours.lon_deg, east, tolerance) << code;
      EXPECT_NEAR(ours.lat_deg, north, tolerance) << code;
      auto const back = place_of(east, north, crs);
      ASSERT_TRUE(back) << code;
      EXPECT_LT(apart_m(*back, place), 0.01) << code;
    }
}

TEST(Crs, WhatIsNoPlaceIsNone) {
  auto const projected = parse_crs("epsg:4550").value();
  for (double const bad : {double{NAN}, HUGE_VAL, 1e9})
    EXPECT_FALSE(place_of(bad, 4e6, projected)) << bad;
  EXPECT_FALSE(place_of(500'000, 4e6, Crs::wgs84)); // metres where degrees are due
  EXPECT_FALSE(place_of(121, 91, Crs::wgs84));
  EXPECT_FALSE(place_of(NAN, 39, Crs::gcj02));
  EXPECT_TRUE(place_of(121, 39, Crs::bd09));
}

TEST(Crs, EveryThreadHasItsOwnProjections) {
  auto const crs = parse_crs("epsg:4550").value();
  GeoPoint const place{121.86, 39.05};
  auto const expected = from_wgs84(place, crs);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i)
        if (from_wgs84(place, crs) != expected || apart_m(to_wgs84(expected, crs), place) > 0.001) ++wrong;
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(wrong, 0);
}

} // namespace
} // namespace dalian
