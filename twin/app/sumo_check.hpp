#pragma once
// How a SUMO run of the peak hour compares with the static equilibrium that it was made of, and whether as expected.
// Reads what the run left, knows no process.
#include "twin/app/sumo_scenario.hpp"

namespace dalian::app {

/// Of links by how full the equilibrium has them.
struct SumoBand {
  double from = 0, to = 0; // flow over capacity
  std::size_t links = 0;
  double flow_ratio = 0; // vehicles that were simulated over those of the equilibrium, all together
  double time_ratio = 0; // likewise minutes of a link, the median
};

/// An expectation, stated before the run.
struct SumoExpectation {
  std::string name;
  double value = 0, low = 0, high = 0;
  std::string unit, source;
  bool met() const { return value >= low && value <= high; }
};

struct SumoCheck {
  std::size_t planned = 0, inserted = 0, teleports = 0; // vehicles
  double vehicle_km = 0, vehicle_hours = 0;             // of the hour, simulated
  double static_km = 0, static_hours = 0;               // likewise of the equilibrium, on the same roads
  std::vector<SumoBand> bands;
  std::vector<SumoExpectation> expectations;
};

/// Of one edge over the measured time.
struct SumoEdge {
  double vehicles = 0; // that came onto it or began there
  double seconds = 0;  // spent on it by all
  double metres = 0;   // driven on it by all
  double minutes = 0;  // through it; 0 where nobody was
};

/// `edges` is SUMO's edgeData, `statistic` its statistic output; an error where one is not what it should be.
Result<std::map<std::uint32_t, SumoEdge>> read_edge_data(std::string const& edges);
Result<SumoCheck> check_run(whatif::PeakHour const& peak, SumoScenario const& scenario, sumo_net::RunPlan const& plan,
                            std::filesystem::path const& folder);

/// Geoffrey E. Havers' measure of two hourly flows: sqrt(2 (a − b)² / (a + b)).
double geh(double a, double b);

} // namespace dalian::app
