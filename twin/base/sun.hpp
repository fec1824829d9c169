#pragma once
// Where the sun stands. Low-precision solar coordinates of Meeus, "Astronomical Algorithms" (2nd ed., chapters 12, 13,
// 16 and 25): within 0.02° from 1950 to 2050, parallax and leap seconds neglected. One place for the picture's sun and
// for the sunshine of buildings.
#include "twin/base/geo.hpp"
#include "twin/base/time.hpp"

namespace dalian {

struct SunPosition {
  double azimuth_rad = 0;             // clockwise from true north
  double elevation_rad = 0;           // of its middle, without the bending of light
  double refracted_elevation_rad = 0; // as seen, at 10 °C and 1010 hPa
};
SunPosition sun_position(Instant utc, GeoPoint where);

/// Apparent right ascension and declination, of the sun or of what else is in the sky.
struct SunEquatorial {
  double right_ascension_rad = 0, declination_rad = 0;
};
/// Of the sun; `julian_day` is that of terrestrial time, 69 s before UTC, which moves it by 0.0008° only.
SunEquatorial sun_equatorial(double julian_day);

double julian_day(Instant utc);
double centuries_since_2000(double julian_day);
/// Of the ecliptic, apparent; `node_rad` = the moon's ascending node, 0 for the mean one.
double obliquity_rad(double centuries, double node_rad);
/// Azimuth and elevation of a place in the sky, unrefracted.
SunPosition horizontal(SunEquatorial const& body, double julian_day_ut, GeoPoint where);
/// What refraction adds to a true elevation, Sæmundsson's formula, Meeus (16.4).
double refraction_rad(double elevation_rad);

inline constexpr double kTerrestrialMinusUtc_s = 69.2; // 2020s

} // namespace dalian
