#pragma once
// Something that flows along a line: cars on a road, water in a main, current in a feeder. Plain records in map metres;
// knows no colour.
#include "twin/view/city_view.hpp"

#include <string>
#include <vector>

namespace dalian::view {

enum class FlowDomain : std::uint8_t { power, water, gas, heat, traffic, vehicles };

struct FlowLine {
  std::string id;
  FlowDomain domain = FlowDomain::traffic;
  std::vector<MapPoint> line;
  std::vector<float> height_m; // of each point above mean sea level: on the ground or at its rack or mast
  double width_m = 3;          // drawn at least a fixed number of pixels wide
  double speed_mps = 0;        // along the line; negative: against it; 0: nothing flows, no pulses
  Provenance kind = Provenance::unknown;
};

/// The test routes in their direction of travel, all at a nominal 40 km/h.
std::vector<FlowLine> test_route_flows(City const& city);

/// Lines with fewer than two distinct points, heights that do not match or numbers that are none: what is wrong, naming
/// the line.
Status check_flow(FlowLine const& line);

} // namespace dalian::view
