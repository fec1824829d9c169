#pragma once
// Some traffic for a network: enough to see it move, not a forecast. A pure function: the same network gives the same
// flows. Knows no file.
#include "twin/layout/city.hpp"
#include "twin/sumo/network.hpp"

namespace dalian::sumo_net {

struct Flow {
  std::string id;
  std::string type;             // "car", "truck", "bus"
  std::size_t from = 0, to = 0; // edges
  double per_hour = 0;
};

struct DemandPlan {
  // Not counted anywhere: chosen so that arterial streets are busy and none is jammed.
  double cars_per_hour = 1800, trucks_per_hour = 240, buses_per_hour = 60, through_per_hour = 600;
  int car_pairs = 60, truck_pairs = 12, bus_pairs = 10;
};

/// In every connected part, by its share of all streets: cars between its places, trucks to its ports, buses along its
/// widest streets; and through traffic on each expressway, to which the layout has no ramps.
std::vector<Flow> demand_of(Network const& network, layout::City const& city, DemandPlan const& plan = {});

} // namespace dalian::sumo_net
