#pragma once
// Engine `water`: the water network of the layout on the day of the year's maximum (twin/whatif/water_grid): pressures
// in the peak hour and over the day, tanks, pumps and their energy, what a fire leaves, how old the water is. What is
// below its limit is a finding with what would mend it.
#include "twin/whatif/engine.hpp"
#include "twin/whatif/mains_table.hpp"

#include <memory>

namespace dalian::whatif {

/// Needs the columns water, water_low, water_high of `land`. Columns: water_pressure (m) over parcels, node_pressure,
/// fire_pressure (m) and water_age (h) over nodes, pipe_flow (m³/h) and pipe_velocity (m/s) over pipes, pump_power (kW,
/// mean of the day) over pumps, tank_least (m) over tanks.
Engine water_engine(std::shared_ptr<MainsTable const> table);

} // namespace dalian::whatif
