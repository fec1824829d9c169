#pragma once
// Where the sun (twin/base/sun) and the moon stand in the picture.
#include "twin/base/sun.hpp"

#include <glm/vec3.hpp>

namespace dalian::scene {

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
