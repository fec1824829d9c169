#pragma once
// A year of the city's energy at one end of all ranges: its typical days dispatched one by one and added up.
#include "twin/energy/day.hpp"
#include "twin/whatif/energy_stock.hpp"

namespace dalian::whatif {

/// MWh, t, GJ of a year.
struct EnergyYear {
  double plots = 0, compression = 0, electrolyser = 0; // asked for; the last as dispatched
  double sun = 0, wind = 0, unused = 0, bought = 0, gas = 0, coal = 0, fuel_cell = 0, battery = 0;
  double hydrogen_t = 0, reformer_t = 0, byproduct_t = 0, electrolysed_t = 0;
  double heat = 0, heat_exchanged = 0, heat_bought = 0;
  double short_t = 0;
  double peak_mw = 0;                         // the most that is bought in an hour
  double power_price = 0, hydrogen_price = 0; // t CO2 for one more MWh, t: mean over what is asked for
  double gap = 0, residual = 0;               // the worst of all days

  /// What all power together emits, over what is used of it.
  double power_mix(energy::Emissions const& e) const;
  double supplied() const { return sun + wind - unused + bought + gas + coal + fuel_cell; }
};

energy::Emissions emissions_at(EnergyFactors const& factors, End end);

/// Throws std::runtime_error that names the day where a figure cannot be.
EnergyYear energy_year(EnergyHoldings const& city, EnergyFactors const& factors, End end);

} // namespace dalian::whatif
