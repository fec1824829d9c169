#pragma once
// Where the road network has signals, as the engine `traffic` takes it: those that are drawn, and the usual ones.
#include "twin/whatif/traffic_roads.hpp"

namespace dalian::whatif {

/// Seconds of each node's cycle; 0 where there are no signals. `roads` were read from the same inputs.
std::vector<double> signal_cycles(TrafficTable const& table, Inputs const& inputs, RoadNetwork const& roads);

} // namespace dalian::whatif
