#pragma once
// A network hour by hour over a day that repeats: loads by factor, generators by output, storage that keeps the highest
// demand low. Each hour is an AC power flow from the base of the study.
#include "twin/power/study.hpp"

namespace dalian::power {

struct Storage {
  int bus = 0;
  double power_mw = 0, energy_mwh = 0;
  double efficiency = 0.85; // of what is taken up, what is given back
};

struct Hour {
  double load_factor = 1;           // on every load, active and reactive
  std::vector<double> generator_mw; // of each generator; empty = as in the network
};

struct HourResult {
  bool converged = false;
  double load_mw = 0, losses_mw = 0;
  double lowest_vm = 0, worst_loading = 0;
  std::size_t lowest_bus = 0, worst_branch = 0;
  std::vector<double> storage_mw, stored_mwh; // given (above 0) or taken; at the end of the hour
};

/// Of one storage, MW by hour, above 0 = given: the lowest cap on `demand_mw` that it can hold every day, found by
/// bisection to 1e-6 of its power; it takes up whenever there is room below the cap until it is full.
struct Dispatch {
  double cap_mw = 0;
  std::vector<double> given_mw, stored_mwh;
};
Dispatch shave(std::vector<double> const& demand_mw, Storage const& storage);

/// The study is ready: an assert. Storages act one after another, in their order, on what the others left of the demand
/// (loads less generators that hold no slack).
std::vector<HourResult> solve_series(Study& study, std::vector<Hour> const& hours,
                                     std::vector<Storage> const& storages);

} // namespace dalian::power
