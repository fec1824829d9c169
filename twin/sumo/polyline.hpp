#pragma once
// Parts of lines on the map and lines beside them. Metres.
#include "twin/base/geo.hpp"

#include <vector>

namespace dalian::sumo_net {

using Polyline = std::vector<MapPoint>;

double length_m(Polyline const& line);

/// From `from_m` to `to_m` along the line, 0 ≤ from < to ≤ its length; two points or more.
Polyline part_of(Polyline const& line, double from_m, double to_m);

/// The line `right_m` to the right of `line`, its corners mitred; two points or more.
Polyline beside(Polyline const& line, double right_m);

/// From `p` to the nearest point of the line.
double distance_to_m(MapPoint p, Polyline const& line);

} // namespace dalian::sumo_net
