#pragma once
// The peak hour of one layout from nothing – roads, places, trips, equilibrium – for those who want more of it than the
// engine's figures: a simulation of single vehicles, whose trips drive over a road.
#include "twin/traffic/equilibrium.hpp"
#include "twin/whatif/traffic_demand.hpp"

namespace dalian::whatif {

struct PeakHour {
  RoadNetwork roads;
  TrafficPlaces places;
  TrafficProblem problem;
  traffic::Equilibrium solved;      // of the middle of all ranges
  std::vector<double> cycle_s;      // of each node's signals; 0 = none
  std::vector<std::string> zone_of; // of each link of the graph; "" = outside of all

  /// Vehicles/h of a class on a link of the network.
  double vehicles(TrafficClass c, std::size_t link) const {
    return solved.class_flow[c][link] / problem.demand[1].classes[c].car_equivalents;
  }
};

/// What all parts of the engine read, a layer once.
std::vector<Slice> traffic_slices();

struct PeakSetup {
  std::shared_ptr<Programme const> programme;
  std::shared_ptr<TrafficTable const> table;
  double gap = 1e-6;
  unsigned threads = 1;
};

/// `land`: the engine's evaluation of the same layout.
Result<PeakHour> peak_hour(plan::Layout const& layout, Evaluation const& land, PeakSetup const& setup);

} // namespace dalian::whatif
