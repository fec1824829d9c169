#pragma once
// The peak day of a power grid hour by hour, without sun and wind: loads by the shapes of their uses, the layout's
// batteries keep the highest demand low. Each hour is an AC power flow.
#include "twin/power/series.hpp"
#include "twin/whatif/energy_factors.hpp"
#include "twin/whatif/power_grid.hpp"

namespace dalian::whatif {

struct PowerDay {
  std::vector<power::Hour> hours;
  std::vector<power::Storage> storages;
  std::vector<std::string> storage; // ids
  std::vector<power::HourResult> results;
};

/// What the engine declares that it reads for it.
std::vector<Slice> power_day_reads();

/// The study is of the grid, and ready.
PowerDay solve_power_day(Inputs const& inputs, PowerGrid const& grid, power::Study& study, Programme const& programme,
                         EnergyFactors const& factors);

} // namespace dalian::whatif
