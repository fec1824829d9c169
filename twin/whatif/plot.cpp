#include "twin/whatif/plot.hpp"

namespace dalian::whatif {

std::array<AmountSpec, kAmounts> const& amount_specs() {
  static constexpr std::array<AmountSpec, kAmounts> specs{{
      {Amount::floor, "floor", "m²", ""},
      {Amount::residents, "residents", "persons", "dwelling_floor"},
      {Amount::jobs, "jobs", "jobs", "jobs"},
      {Amount::output, "output", "bn CNY/a", "output"},
      {Amount::water, "water", "m³/d", "water"},
      {Amount::wastewater, "wastewater", "m³/d", "wastewater"},
      {Amount::power, "power_peak", "MW", "power"},
      {Amount::electricity, "electricity", "GWh/a", "full_load_hours"},
      {Amount::heat, "heat_peak", "MW", "heat"},
      {Amount::steam, "steam_peak", "t/h", "steam"},
      {Amount::gas, "gas_dwellings", "million m³/a", "dwelling_gas"},
      {Amount::waste, "household_waste", "t/d", "household_waste"},
  }};
  return specs;
}

Amounts amounts_of(Plot const& plot, Programme const& programme) {
  std::string const& group = plot.use->group;
  double const ha = plot.equivalent_ha;
  auto const density = [&](char const* name) { return programme.coefficient(name).of(group); };
  Amounts out{};
  auto const at = [&](Amount amount) -> Range& { return out[static_cast<std::size_t>(amount)]; };
  at(Amount::floor) = exactly(plot.floor_m2);
  if (group == "dwelling")
    at(Amount::residents) = exactly(plot.floor_m2) / programme.figure("dwelling_floor") * programme.figure("household");
  at(Amount::jobs) = ha * (density("jobs") + density("jobs_services"));
  at(Amount::output) = 1e-3 * ha * density("output");
  at(Amount::water) = ha * density("water");
  at(Amount::wastewater) = at(Amount::water) * density("wastewater");
  at(Amount::power) = 1e-3 * ha * density("power");
  at(Amount::electricity) = 1e-3 * (at(Amount::power) * density("full_load_hours"));
  at(Amount::heat) = 1e-6 * plot.floor_m2 * density("heat");
  at(Amount::steam) = ha * density("steam");
  Range const residents = at(Amount::residents);
  at(Amount::gas) = 1e-6 * (residents * (programme.figure("dwelling_gas") / programme.figure("gas_heating_value")));
  at(Amount::waste) = 1e-3 * (residents * programme.figure("household_waste"));
  return out;
}

} // namespace dalian::whatif
