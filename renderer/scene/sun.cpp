#include "renderer/scene/sun.hpp"

#include <cmath>
#include <numbers>

namespace dalian::scene {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

/// Unit vector on the map; `up_rad` above the horizon.
glm::dvec3 on_map(SunPosition const& p, double up_rad, GeoPoint where) {
  double const grid = p.azimuth_rad - meridian_convergence_rad(where);
  return {std::sin(grid) * std::cos(up_rad), std::cos(grid) * std::cos(up_rad), std::sin(up_rad)};
}

} // namespace

MoonEcliptic moon_ecliptic(double julian_day) {
  double const t = centuries_since_2000(julian_day);
  auto const wave = [t](double phase_deg, double rate_deg) { return std::sin((phase_deg + rate_deg * t) * kDegree); };
  MoonEcliptic m;
  double const longitude_deg = 218.32 + 481267.881 * t + 6.29 * wave(135.0, 477198.87) -
                               1.27 * wave(259.3, -413335.36) + 0.66 * wave(235.7, 890534.22) +
                               0.21 * wave(269.9, 954397.74) - 0.19 * wave(357.5, 35999.05) -
                               0.11 * wave(186.5, 966404.03);
  double const latitude_deg = 5.13 * wave(93.3, 483202.02) + 0.28 * wave(228.2, 960400.89) -
                              0.28 * wave(318.3, 6003.15) - 0.17 * wave(217.6, -407332.21);
  m.longitude_rad = std::remainder(longitude_deg, 360) * kDegree;
  m.latitude_rad = latitude_deg * kDegree;
  m.parallax_rad = (0.9508 + 0.0518 * wave(135.0 + 90, 477198.87) + 0.0095 * wave(259.3 + 90, -413335.36) +
                    0.0078 * wave(235.7 + 90, 890534.22) + 0.0028 * wave(269.9 + 90, 954397.74)) *
                   kDegree;
  return m;
}

double moon_lit_share(Instant utc) {
  double const day = julian_day(utc) + kTerrestrialMinusUtc_s / 86400;
  MoonEcliptic const moon = moon_ecliptic(day);
  SunEquatorial const sun = sun_equatorial(day);
  double const tilt = obliquity_rad(centuries_since_2000(day), 0);
  double const sun_longitude =
      std::atan2(std::sin(sun.right_ascension_rad) * std::cos(tilt) + std::tan(sun.declination_rad) * std::sin(tilt),
                 std::cos(sun.right_ascension_rad));
  // (48.2) and (48.1), the sun taken as infinitely far
  return (1 - std::cos(moon.latitude_rad) * std::cos(moon.longitude_rad - sun_longitude)) / 2;
}

glm::dvec3 to_moon(Instant utc, GeoPoint where) {
  double const universal = julian_day(utc), day = universal + kTerrestrialMinusUtc_s / 86400;
  MoonEcliptic const m = moon_ecliptic(day);
  double const tilt = obliquity_rad(centuries_since_2000(day), 0);
  // (13.3) and (13.4)
  SunEquatorial const at{
      std::atan2(std::sin(m.longitude_rad) * std::cos(tilt) - std::tan(m.latitude_rad) * std::sin(tilt),
                 std::cos(m.longitude_rad)),
      std::asin(std::sin(m.latitude_rad) * std::cos(tilt) +
                std::cos(m.latitude_rad) * std::sin(tilt) * std::sin(m.longitude_rad))};
  SunPosition const p = horizontal(at, universal, where);
  double const seen = p.elevation_rad - m.parallax_rad * std::cos(p.elevation_rad);
  return on_map(p, seen + refraction_rad(seen), where);
}

glm::dvec3 to_sun(Instant utc, GeoPoint where) {
  SunPosition const sun = sun_position(utc, where);
  return on_map(sun, sun.refracted_elevation_rad, where);
}

} // namespace dalian::scene
