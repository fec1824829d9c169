#pragma once
// Engine `power`: the power flow of the layout's grid at the yearly peak, without sun and wind
// (twin/whatif/power_grid): losses, voltages, loadings, what one element out does, and how much more load or generation
// the supply buses bear; and the day of the peak, hour by hour, with batteries. A violation is a finding of its element
// with what would mend it.
#include "twin/whatif/energy_factors.hpp"
#include "twin/whatif/engine.hpp"
#include "twin/whatif/programme.hpp"

#include <memory>

namespace dalian::whatif {

/// Buses at or below it take chargers and roofs; room is looked for up to kMostRoom_mw.
inline constexpr double kSupply_kv = 35, kMostRoom_mw = 100;

/// Needs the column power of `land`. Columns: power_voltage (p.u.), charger_room and solar_room (MW) over buses,
/// feeder_loading, transformer_loading (%), feeder_losses, transformer_losses (kW), storage_power (MW given in the
/// day's hour of the highest load) over storages.
Engine power_engine(std::shared_ptr<Programme const> programme, std::shared_ptr<EnergyFactors const> factors);

} // namespace dalian::whatif
