#pragma once
// Single vehicles on a network, each with the way it takes, as SUMO reads them; and the configuration of a run that
// measures every edge over a time.
#include "twin/sumo/files.hpp"

namespace dalian::sumo_net {

struct Vehicle {
  std::string id;
  std::string type; // "car", "truck", "bus"
  double depart_s = 0;
  std::vector<std::size_t> edges; // of the network, one or more
};

/// Those that leave first come first; SUMO wants it so.
std::string vehicles_xml(Network const& network, std::vector<Vehicle> const& vehicles);

struct RunPlan {
  double measured_from_s = 1800, measured_to_s = 5400; // of simulated time; what is before fills the roads
  bool mesoscopic = false;                             // queues by edge instead of cars that follow each other
  double cycle_s = 90;                                 // of all signals
};

/// As write_scenario() of flows. The run leaves dalian.edges.xml (every edge, over the time that is measured) and
/// dalian.statistic.xml beside them.
Status write_scenario(Network const& network, std::vector<Vehicle> const& vehicles, RunPlan const& plan,
                      std::filesystem::path const& folder);

} // namespace dalian::sumo_net
