#pragma once
// The peak hour's equilibrium as single vehicles for SUMO: each has the way that the equilibrium gave it, so that a
// simulation judges times and queues and not another choice of ways. A pure function of its arguments.
#include "twin/sumo/vehicles.hpp"
#include "twin/whatif/traffic_peak.hpp"

namespace dalian::app {

struct SumoPlan {
  std::string zone; // what lies in it; all when empty
  sumo_net::RunPlan run;
  std::uint64_t seed = 1;
};

/// An edge for each direction of a road between two nodes; its id is the number of the link.
struct SumoScenario {
  sumo_net::Network network;
  std::vector<std::uint32_t> link_of; // of each edge: the link of the roads
  std::vector<sumo_net::Vehicle> vehicles;
};

SumoScenario make_sumo_scenario(whatif::PeakHour const& peak, SumoPlan const& plan);

} // namespace dalian::app
