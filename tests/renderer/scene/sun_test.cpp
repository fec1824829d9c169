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
