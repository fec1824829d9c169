#pragma once
// A whole water network over the day of the year's maximum, hour by hour, and how old its water is at the mean hour.
// Pure functions.
#include "twin/water/simulation.hpp"

#include <functional>

namespace dalian::whatif {

struct WaterDay {
  water::Summary summary;
  std::vector<double> least_m,
      last_m; // of nodes: pressure or level of the day, and at its end; least: infinite where cut off
};

/// `stop` is called at every step and may throw. Throws std::runtime_error when the network is too large.
WaterDay solve_water_day(water::Network const& network, std::function<void()> const& stop);

/// Hours, with every demand at its mean; NaN where none flows, everywhere when there was no solution.
std::vector<double> mean_ages(water::Network const& network);

} // namespace dalian::whatif
