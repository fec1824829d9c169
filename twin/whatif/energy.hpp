#pragma once
// Engine `energy`: power, heat and hydrogen of a year by typical days, each dispatched hour by hour to emit least
// (twin/energy), what that comes to in coal equivalents and CO2 by scope, and how it stands to budgets.
//
// All zones share one node of power and one of hydrogen; a zone's part of the emissions of purchased power is its part
// of the use. Scope 1: burnt in the zones (gas of dwellings, power stations, reformers); 2: bought power and heat;
// 3: upstream of reforming alone, for no other figure is at hand.
#include "twin/whatif/energy_factors.hpp"
#include "twin/whatif/engine.hpp"

#include <memory>

namespace dalian::whatif {

/// Columns over parcels: co2, of power, heat and gas.
Engine energy_engine(std::shared_ptr<Programme const> programme, std::shared_ptr<EnergyFactors const> factors);

} // namespace dalian::whatif
