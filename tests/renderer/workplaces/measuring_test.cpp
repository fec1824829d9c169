// Against GeographicLib's geodesics on the ellipsoid.
#include "renderer/workplaces/measuring.hpp"

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/PolygonArea.hpp>
#include <gtest/gtest.h>

namespace dalian::workplaces {
namespace {

std::vector<GeoPoint> const kPark{{121.62, 39.21}, {121.68, 39.20}, {121.69, 39.26}, {121.63, 39.27}};

std::vector<MapPoint> on_map(std::vector<GeoPoint> const& places) {
  std::vector<MapPoint> out;
  for (GeoPoint const p : places)
    out.push_back(to_map(p));
  return out;
}

TEST(Measuring, LengthAndBearingAreThoseOfTheGround) {
  auto const& earth = GeographicLib::Geodesic::WGS84();
  double length_m = 0, last_m = 0, bearing_deg = 0, ignored = 0;
  for (std::size_t i = 1; i < kPark.size(); ++i) {
    earth.Inverse(kPark[i - 1].lat_deg, kPark[i - 1].lon_deg, kPark[i].lat_deg, kPark[i].lon_deg, last_m, bearing_deg,
                  ignored);
    length_m += last_m;
  }
  auto const found = measured(on_map(kPark));
  EXPECT_NEAR(found.length_m, length_m, 1e-5 * length_m) << "the map's metres are 2e-4 shorter here";
  EXPECT_NEAR(found.last_m, last_m, 1e-5 * last_m);
  ASSERT_TRUE(found.bearing_deg);
  EXPECT_NEAR(*found.bearing_deg, bearing_deg + 360, 0.01) << "north on the map is 0.8° off here";
}

TEST(Measuring, TheAreaIsThatOfTheGround) {
  GeographicLib::PolygonArea ring(GeographicLib::Geodesic::WGS84());
  for (GeoPoint const p : kPark)
    ring.AddPoint(p.lat_deg, p.lon_deg);
  double around_m = 0, area_m2 = 0;
  ring.Compute(false, true, around_m, area_m2);
  EXPECT_NEAR(measured(on_map(kPark)).area_m2, std::abs(area_m2), 1e-4 * std::abs(area_m2));
}

TEST(Measuring, FewPlacesMeasureWhatTheyCan) {
  EXPECT_EQ(measured({}).length_m, 0);
  EXPECT_FALSE(measured({{500000, 4340000}}).bearing_deg);
  auto const two = measured({{500000, 4340000}, {500000, 4340100}});
  EXPECT_NEAR(*two.bearing_deg, 0, 1e-6) << "on the central meridian";
  EXPECT_EQ(two.area_m2, 0);
}

TEST(Measuring, NumbersHaveTheUnitTheyAreReadIn) {
  EXPECT_EQ(length_text(839.6), "840 m");
  EXPECT_EQ(length_text(12345), "12.35 km");
  EXPECT_EQ(area_text(3200), "3\u00a0200 m²");
  EXPECT_EQ(area_text(12500), "1.25 ha");
  EXPECT_EQ(area_text(14.92e6), "14.92 km²");
}

} // namespace
} // namespace dalian::workplaces
