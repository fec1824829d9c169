#include "renderer/scene/sun.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::scene {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kUnixEpochJulianDay = 2440587.5;
constexpr double kTerrestrialMinusUtc_s = 69.2; // 2020s; it moves the sun by 0.0008° only

double centuries_since_2000(double julian_day) {
  return (julian_day - 2451545.0) / 36525.0;
}

/// Mean obliquity with the correction for apparent places, Meeus (22.2) and (25.8).
double obliquity_rad(double t, double node_rad) {
  double const mean_deg = 23.0 + 26.0 / 60 + 21.448 / 3600 - (46.8150 * t + 0.00059 * t * t) / 3600;
  return (mean_deg + 0.00256 * std::cos(node_rad)) * kDegree;
}

/// Apparent sidereal time at Greenwich, Meeus (12.4) with the nutation of (25.8)'s node term.
double sidereal_rad(double julian_day_ut) {
  double const d = julian_day_ut - 2451545.0, t = d / 36525.0;
  double const mean_deg = 280.46061837 + 360.98564736629 * d + 0.000387933 * t * t;
  double const node = (125.04 - 1934.136 * t) * kDegree;
  return (mean_deg - 0.00478 * std::sin(node) * std::cos(23.44 * kDegree)) * kDegree;
}

/// Sæmundsson's formula, Meeus (16.4): what refraction adds to a true elevation.
double refraction_rad(double elevation_rad) {
  double const h = std::max(elevation_rad / kDegree, -1.0);
  return 1.02 / std::tan((h + 10.3 / (h + 5.11)) * kDegree) / 60 * kDegree;
}

double julian_day_of(Instant utc) {
  return kUnixEpochJulianDay + static_cast<double>(to_unix_ns(utc)) / 86400e9;
}

/// Azimuth and elevation of a place in the sky.
SunPosition horizontal(SunEquatorial const& body, double julian_day_ut, GeoPoint where) {
  double const hour_angle = sidereal_rad(julian_day_ut) + where.lon_deg * kDegree - body.right_ascension_rad;
  double const lat = where.lat_deg * kDegree;
  double const sin_elevation = std::sin(lat) * std::sin(body.declination_rad) +
                               std::cos(lat) * std::cos(body.declination_rad) * std::cos(hour_angle);
  // (13.5), turned to count from north
  double const south_azimuth = std::atan2(std::sin(hour_angle), std::cos(hour_angle) * std::sin(lat) -
                                                                    std::tan(body.declination_rad) * std::cos(lat));
  SunPosition p;
  p.azimuth_rad = std::fmod(south_azimuth + 3 * std::numbers::pi, 2 * std::numbers::pi);
  p.elevation_rad = std::asin(std::clamp(sin_elevation, -1.0, 1.0));
  return p;
}

/// Unit vector on the map; `up_rad` above the horizon.
glm::dvec3 on_map(SunPosition const& p, double up_rad, GeoPoint where) {
  double const grid = p.azimuth_rad - meridian_convergence_rad(where);
  return {std::sin(grid) * std::cos(up_rad), std::cos(grid) * std::cos(up_rad), std::sin(up_rad)};
}

} // namespace

SunEquatorial sun_equatorial(double julian_day) {
  double const t = centuries_since_2000(julian_day);
  double const mean_longitude = 280.46646 + 36000.76983 * t + 0.0003032 * t * t; // (25.2)
  double const anomaly = (357.52911 + 35999.05029 * t - 0.0001537 * t * t) * kDegree;
  double const centre = (1.914602 - 0.004817 * t - 0.000014 * t * t) * std::sin(anomaly) +
                        (0.019993 - 0.000101 * t) * std::sin(2 * anomaly) + 0.000289 * std::sin(3 * anomaly);
  double const node = (125.04 - 1934.136 * t) * kDegree;
  double const longitude = (mean_longitude + centre - 0.00569 - 0.00478 * std::sin(node)) * kDegree;
  double const tilt = obliquity_rad(t, node);
  double const ascension = std::atan2(std::cos(tilt) * std::sin(longitude), std::cos(longitude));
  return {ascension < 0 ? ascension + 2 * std::numbers::pi : ascension,
          std::asin(std::sin(tilt) * std::sin(longitude))};
}

SunPosition sun_position(Instant utc, GeoPoint where) {
  double const julian_day = julian_day_of(utc);
  SunEquatorial const sun = sun_equatorial(julian_day + kTerrestrialMinusUtc_s / 86400);
  SunPosition p = horizontal(sun, julian_day, where);
  p.refracted_elevation_rad = p.elevation_rad + refraction_rad(p.elevation_rad);
  return p;
}

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
  double const day = julian_day_of(utc) + kTerrestrialMinusUtc_s / 86400;
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
  double const julian_day = julian_day_of(utc), day = julian_day + kTerrestrialMinusUtc_s / 86400;
  MoonEcliptic const m = moon_ecliptic(day);
  double const tilt = obliquity_rad(centuries_since_2000(day), 0);
  // (13.3) and (13.4)
  SunEquatorial const at{
      std::atan2(std::sin(m.longitude_rad) * std::cos(tilt) - std::tan(m.latitude_rad) * std::sin(tilt),
                 std::cos(m.longitude_rad)),
      std::asin(std::sin(m.latitude_rad) * std::cos(tilt) +
                std::cos(m.latitude_rad) * std::sin(tilt) * std::sin(m.longitude_rad))};
  SunPosition const p = horizontal(at, julian_day, where);
  double const seen = p.elevation_rad - m.parallax_rad * std::cos(p.elevation_rad);
  return on_map(p, seen + refraction_rad(seen), where);
}

glm::dvec3 to_sun(Instant utc, GeoPoint where) {
  SunPosition const sun = sun_position(utc, where);
  return on_map(sun, sun.refracted_elevation_rad, where);
}

} // namespace dalian::scene
