#include "renderer/scene/sun.hpp"

#include <numbers>

#include <glm/geometric.hpp>
#include <gtest/gtest.h>

namespace dalian::scene {
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

// Meeus, example 47.a: 1992 April 12, 0h TD: λ = 133.162655°, β = −3.229126°, π = 0.991990°. The short formulae promise
// 0.3°, 0.2° and 0.003°.
TEST(Moon, PlaceOfMeeusExample47) {
  MoonEcliptic const moon = moon_ecliptic(2448724.5);
  EXPECT_NEAR(moon.longitude_rad / kDegree, 133.162655, 0.3);
  EXPECT_NEAR(moon.latitude_rad / kDegree, -3.229126, 0.2);
  EXPECT_NEAR(moon.parallax_rad / kDegree, 0.991990, 0.006);
}

// Meeus, example 48.a: 0.6786 of the disc shines at the same instant (TD is 59 s ahead of UT then).
TEST(Moon, LitShareOfMeeusExample48) {
  EXPECT_NEAR(moon_lit_share(at("1992-04-11T23:59:01Z")), 0.6786, 0.01);
}

TEST(Moon, FullOnTheEveningOfThePictures) {
  EXPECT_GT(moon_lit_share(at("2026-09-26T14:30:00Z")), 0.99);
  GeoPoint const dalian{121.65, 39.3};
  EXPECT_GT(to_moon(at("2026-09-26T14:30:00Z"), dalian).z, 0.5) << "high late in the evening";
  EXPECT_LT(to_moon(at("2026-09-26T08:40:00Z"), dalian).z, 0) << "not yet up in the afternoon";
}

TEST(Sun, ShinesOnDalianFromTheSouthWestInTheAfternoon) {
  GeoPoint const dalian{121.65, 39.3};
  glm::dvec3 const sun = to_sun(at("2026-09-26T08:40:00Z"), dalian); // 16:40 local
  EXPECT_NEAR(glm::length(sun), 1, 1e-12);
  EXPECT_LT(sun.x, -0.8);
  EXPECT_LT(sun.y, 0);
  EXPECT_GT(sun.z, 0.1);
  EXPECT_LT(to_sun(at("2026-09-26T16:00:00Z"), dalian).z, 0) << "midnight";
}

} // namespace
} // namespace dalian::scene
