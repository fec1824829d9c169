#pragma once
// Reference systems by their EPSG numbers, by PROJ. PROJ's objects belong to one thread: each thread has its own.
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"

namespace dalian {

/// Whether it is projected; the error says why this number is of no use.
Result<bool> is_projected_epsg(int code);

/// Axes in the order east, north (longitude, latitude), whatever the standard's order. Not a number where PROJ cannot.
GeoPoint epsg_to_wgs84(GeoPoint p, int code);
GeoPoint epsg_from_wgs84(GeoPoint p, int code);

} // namespace dalian
