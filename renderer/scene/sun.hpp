#pragma once
// Where the sun and the moon stand. Low-precision solar coordinates of Meeus, "Astronomical Algorithms" (2nd ed.,
// chapters 12, 13, 16 and 25): within 0.02° from 1950 to 2050, parallax and leap seconds neglected.
#include "twin/base/geo.hpp"
#include "twin/base/time.hpp"

#include <glm/vec3.hpp>

namespace dalian::scene {

struct SunPosition {
  double azimuth_rad = 0;             // clockwise from true north
  double elevation_rad = 0;           // of its middle, without the bending of light
  double refracted_elevation_rad = 0; // as seen, at 10 °C and 1010 hPa
};
SunPosition sun_position(Instant utc, GeoPoint where);

/// Apparent right ascension and declination, for tests against published ephemerides.
struct SunEquatorial {
  double right_ascension_rad = 0, declination_rad = 0;
};
SunEquatorial sun_equatorial(double julian_day);

/// Where the moon stands, seen from the Earth's middle, in ecliptic coordinates of the date: within 0.3° ("Astronomical
/// Almanac", low-precision formulae for the moon).
struct MoonEcliptic {
  double longitude_rad = 0, latitude_rad = 0, parallax_rad = 0;
};
MoonEcliptic moon_ecliptic(double julian_day);
/// Share of its disc that shines, 0…1.
double moon_lit_share(Instant utc);
/// Unit vector towards the moon on the map as seen at `where`, parallax included.
glm::dvec3 to_moon(Instant utc, GeoPoint where);

/// Unit vector towards the sun on the map (x grid east, y grid north, z up) as seen at `where`.
glm::dvec3 to_sun(Instant utc, GeoPoint where);

} // namespace dalian::scene
