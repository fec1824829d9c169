#pragma once
// The power layers of a layout as a network for twin/power, at the hour of the yearly peak without sun and wind: buses,
// feeders, transformers, firm generators; loads of parcels (column power of `land`, with coincidence), of buses and of
// hydrogen works. What lacks a figure or an end is left out and told.
#include "twin/power/network.hpp"
#include "twin/whatif/engine.hpp"
#include "twin/whatif/programme.hpp"

namespace dalian::whatif {

inline constexpr double kPowerBase_mva = 100;
/// At 10 kV and above grid rules ask for 0.95 at peak; loads are taken as compensated to it.
inline constexpr double kPowerFactor = 0.95;

struct PowerGrid {
  power::Network network;
  std::vector<std::string> bus;  // ids, of each bus
  std::vector<std::string> zone; // of each bus, "" = none
  struct Named {
    plan::Layer layer;
    std::string id;
    bool operator==(Named const&) const = default;
  };
  std::vector<Named> branch;          // of each branch: a feeder's circuit or a transformer
  std::vector<std::string> generator; // of each generator
  double unconnected_mw = 0;          // load that names no bus
  std::vector<double> own_mvar;       // of each bus: its own load_mvar
  std::vector<double> low, high;      // of each bus: what its load is at the ends of the coefficients, of the middle
};

/// What the engine declares that it reads.
std::vector<Slice> power_grid_reads();

/// The columns of `land` that it needs.
std::vector<std::string> power_grid_columns();

PowerGrid read_power_grid(Inputs const& inputs, Range const& coincidence, plan::Findings& findings);

} // namespace dalian::whatif
