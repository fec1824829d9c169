#pragma once
// A GeoJSON geometry (RFC 7946) → one place: of a point itself, of anything larger the mean of its corners.
#include "connectors/ngsi/entity.hpp"
#include "twin/base/crs.hpp"

namespace dalian::ngsi {

struct Location {
  GeoPoint place;
  std::optional<double> altitude_m;
  double spread_m = 0; // root mean square distance of the corners to the place, per axis; of a point 0
};
/// Nothing when it holds no place on Earth, or more than 10,000 corners.
std::optional<Location> read_location(Json const& geometry, Crs crs);

} // namespace dalian::ngsi
