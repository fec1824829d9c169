#pragma once
// What a sensor that sees things without names can see, and how well.
#include "twin/association/associate.hpp"
#include "twin/base/geo.hpp"

#include <cmath>
#include <numbers>

namespace dalian::association {

/// A sector of a circle on the map. Bearings clockwise from grid north.
struct Coverage {
  MapPoint place;
  double range_m = 0;
  double from_rad = 0, width_rad = 2 * std::numbers::pi; // from there clockwise
  bool contains(MapPoint p) const {
    double const e = p.east_m - place.east_m, n = p.north_m - place.north_m;
    if (e * e + n * n > range_m * range_m) return false;
    if (width_rad >= 2 * std::numbers::pi) return true;
    double const turn = std::atan2(e, n) - from_rad;
    return turn - 2 * std::numbers::pi * std::floor(turn / (2 * std::numbers::pi)) <= width_rad;
  }
};

struct SensorView {
  SensorModel model;
  bool has_coverage = false; // else only the tracks it has seen are known to be in its view
  Coverage coverage;
};

} // namespace dalian::association
