#pragma once
// One typical day of a city's energy: what is asked for hour by hour, what there is to meet it, and the dispatch that
// emits least. Powers in MW over steps of one hour, hydrogen in t, heat in GJ, emissions in t CO2.
//
// Power is one node: no line is too weak here. Stores end the day as they began it. What cannot be met is short, at a
// cost above all others, hydrogen before power. Nothing is paid for but emissions, so prices are emissions too: what
// one more MWh or t would emit.
#include "twin/energy/linear_programme.hpp"

#include <vector>

namespace dalian::energy {

struct Day {
  std::vector<double> demand_mw, free_mw; // by hour; free: sun and wind, which may be left unused
  std::vector<double> hydrogen_t;         // asked for, by hour
  double heat_gj = 0;                     // asked for, of the day
};

struct Fleet {
  double grid_mw = kUnbounded;                             // the most that can be bought
  double gas_mw = 0, coal_mw = 0;                          // can be dispatched
  double battery_mw = 0, battery_mwh = 0, round_trip = 1;  // what comes back of what went in
  double electrolyser_mw = 0, electrolyser_mwh_t = 1;      //
  double fuel_cell_mw = 0, fuel_cell_t_mwh = 1;            //
  double reformer_t_h = 0, byproduct_t_h = 0, store_t = 0; // hydrogen
  double exchanged_gj = 0;                                 // heat that other works give away, of the day
};

/// t CO2 for each MWh, t, GJ.
struct Emissions {
  double grid = 0, gas = 0, coal = 0, reformer = 0, heat = 0;
};

/// By hour; power in MW, stores at the hour's end.
struct Dispatch {
  std::vector<double> bought, unused, gas, coal, charge, discharge, stored_mwh;
  std::vector<double> electrolyser, fuel_cell, reformer_t, byproduct_t, stored_t;
  std::vector<double> short_mw, short_t;
  double heat_bought_gj = 0, heat_exchanged_gj = 0;
  std::vector<double> power_price, hydrogen_price; // t CO2 for one more MWh, t
  double gap = 0;                                  // primal against dual cost, relative
  double residual = 0;                             // of all balances: MW, MWh, t, GJ
};

/// The error says what is wrong with what: a negative or undefined figure.
Result<Dispatch> dispatch(Day const& day, Fleet const& fleet, Emissions const& emissions, LinearSolver& solver);

} // namespace dalian::energy
