#pragma once
// What a layout has that asks for energy or gives it, by zone: plots with their demand, roofs, generators, stores,
// hydrogen works, by-products. Read once; what the ranges make of it is asked for at each end.
#include "twin/whatif/energy_factors.hpp"
#include "twin/whatif/engine.hpp"
#include "twin/whatif/plot.hpp"

namespace dalian::whatif {

/// Of one zone, at one end of all ranges. Energies of a year.
struct EnergyHoldings {
  std::map<std::string, double> power_mwh; // by group of uses; without hydrogen's
  double heat_gj = 0, gas_m3 = 0, output_bn_cny = 0;
  double sun_mw = 0, wind_mw = 0; // peak, and rated
  double gas_mw = 0, coal_mw = 0, fuel_cell_mw = 0;
  double battery_mw = 0, battery_mwh = 0, lithium_mwh = 0; // all batteries, and the lithium ones
  double electrolyser_mw = 0, reformer_t_h = 0, byproduct_t_h = 0, store_t = 0, hydrogen_t_d = 0;
  double exchanged_gj_d = 0, exchanged_kt_a = 0;

  double plots_mwh() const;
  void add(EnergyHoldings const& other);
};

struct EnergyPlot {
  Plot plot;
  Amounts amounts{};
  Range roof_m2;
  bool is_parcel = true;
};

/// One thing of generator, storage, hydrogen or exchange.
struct EnergyUnit {
  plan::Layer layer;
  std::string id, zone, kind; // zone "" = outside of all; kind: of an exchange its medium
  double power_mw = 0, energy_mwh = 0, capacity_kg_d = 0, flow_kt_a = 0;
};

struct EnergyStock {
  std::vector<EnergyPlot> plots;
  std::vector<EnergyUnit> units;
  std::set<std::string> zones;
  plan::Findings findings; // what counts for nothing, and why

  /// By zone, "" = outside of all zones.
  std::map<std::string, EnergyHoldings> holdings(EnergyFactors const& factors, End end) const;
};

/// Slices and columns that read_energy_stock() asks for.
std::vector<Slice> energy_slices();
std::vector<Need> energy_needs();

EnergyStock read_energy_stock(Inputs const& inputs, Programme const& programme, EnergyFactors const& factors);

} // namespace dalian::whatif
