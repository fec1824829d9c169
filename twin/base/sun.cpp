#include "twin/base/sun.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kUnixEpochJulianDay = 2440587.5;

/// Apparent sidereal time at Greenwich, Meeus (12.4) with the nutation of (25.8)'s node term.
double sidereal_rad(double julian_day_ut) {
  double const d = julian_day_ut - 2451545.0, t = d / 36525.0;
  double const mean_deg = 280.46061837 + 360.98564736629 * d + 0.000387933 * t * t;
  double const node = (125.04 - 1934.136 * t) * kDegree;
  return (mean_deg - 0.00478 * std::sin(node) * std::cos(23.44 * kDegree)) * kDegree;
}

} // namespace

double centuries_since_2000(double julian_day) {
  return (julian_day - 2451545.0) / 36525.0;
}

/// Mean obliquity with the correction for apparent places, Meeus (22.2) and (25.8).
double obliquity_rad(double t, double node_rad) {
  double const mean_deg = 23.0 + 26.0 / 60 + 21.448 / 3600 - (46.8150 * t + 0.00059 * t * t) / 3600;
  return (mean_deg + 0.00256 * std::cos(node_rad)) * kDegree;
}

/// Sæmundsson's formula, Meeus (16.4): what refraction adds to a true elevation.
double refraction_rad(double elevation_rad) {
  double const h = std::max(elevation_rad / kDegree, -1.0);
  return 1.02 / std::tan((h + 10.3 / (h + 5.11)) * kDegree) / 60 * kDegree;
}

double julian_day(Instant utc) {
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
  double const universal = julian_day(utc);
  SunEquatorial const sun = sun_equatorial(universal + kTerrestrialMinusUtc_s / 86400);
  SunPosition p = horizontal(sun, universal, where);
  p.refracted_elevation_rad = p.elevation_rad + refraction_rad(p.elevation_rad);
  return p;
}

} // namespace dalian
