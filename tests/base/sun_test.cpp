#include "twin/base/sun.hpp"

#include <gtest/gtest.h>
#include <numbers>

namespace dalian {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

Instant at(char const* utc) {
  auto const t = parse_utc(utc);
  EXPECT_TRUE(t);
  return *t;
}

// Meeus, "Astronomical Algorithms", 2nd ed., example 25.a: 1992 October 13, 0h TD = JDE 2448908.5; the accurate answer
// of example 25.b (VSOP87) is α = 198.378178°, δ = −7.783871°.
TEST(Sun, PlaceOfMeeusExample25) {
  SunEquatorial const sun = sun_equatorial(2448908.5);
  EXPECT_NEAR(sun.right_ascension_rad / kDegree, 198.38083, 1e-4);
  EXPECT_NEAR(sun.declination_rad / kDegree, -7.78507, 1e-4);
  EXPECT_NEAR(sun.right_ascension_rad / kDegree, 198.378178, 0.01);
  EXPECT_NEAR(sun.declination_rad / kDegree, -7.783871, 0.01);
}

// Reda and Andreas, "Solar Position Algorithm for Solar Radiation Applications", NREL/TP-560-34302 (2008), appendix
// A.5: 2003-10-17 12:30:30 at UTC−7, 39.742476°N 105.1786°W, 1830 m: azimuth 194.340241°, zenith 50.11162° with
// refraction at 820 hPa and 11 °C.
TEST(Sun, PositionOfTheSpaReport) {
  SunPosition const sun = sun_position(at("2003-10-17T19:30:30Z"), {-105.1786, 39.742476});
  EXPECT_NEAR(sun.azimuth_rad / kDegree, 194.340241, 0.05);
  EXPECT_NEAR(sun.refracted_elevation_rad / kDegree, 90 - 50.11162, 0.05);
}

// On the instant of the equinox the declination is 0; on the solstices it is the obliquity. Instants: US Naval
// Observatory, "Earth's Seasons": 2026-09-23 00:05, 2026-06-21 08:24, 2026-12-21 20:50 UT.
TEST(Sun, SeasonsOf2026) {
  auto const declination = [](char const* utc) {
    return sun_equatorial(2440587.5 + static_cast<double>(to_unix_ns(at(utc))) / 86400e9).declination_rad / kDegree;
  };
  EXPECT_NEAR(declination("2026-09-23T00:05:00Z"), 0, 0.01);
  EXPECT_NEAR(declination("2026-06-21T08:24:00Z"), 23.436, 0.01);
  EXPECT_NEAR(declination("2026-12-21T20:50:00Z"), -23.436, 0.01);
}

} // namespace
} // namespace dalian
