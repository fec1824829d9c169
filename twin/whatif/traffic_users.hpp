#pragma once
// Whose trips drive over a road in the peak hour (select-link analysis), each direction by itself.
#include "twin/whatif/traffic_peak.hpp"

namespace dalian::whatif {

/// Trips between two places of one class.
struct RoadUse {
  TrafficClass by = kCar;
  std::uint32_t from = 0, to = 0; // of PeakHour::places
  double vehicles_h = 0;
};

/// A direction of a road, at its busiest piece between two junctions: a longer one is not driven whole by everybody.
struct RoadUsers {
  std::uint32_t link = 0;    // of PeakHour::roads
  MapPoint from, to;         // of the piece, as driven
  std::vector<RoadUse> uses; // most vehicles first
  double vehicles_h() const;
};

/// One or two; none: no vehicle may drive there. An error for a road that the network does not have.
/// At equilibrium flows are unique, whose they are is not: see traffic::select_link.
Result<std::vector<RoadUsers>> users_of(PeakHour const& peak, std::string const& road);

/// Vehicles/h by the zones (outside: "") in which the trips begin and end.
std::map<std::pair<std::string, std::string>, double> by_zones(PeakHour const& peak, RoadUsers const& users);

} // namespace dalian::whatif
