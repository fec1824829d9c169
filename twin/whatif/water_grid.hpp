#pragma once
// The water layers of a layout as a network for twin/water: nodes, pipes with what stands on them (pumps first, then
// the pipe, then valves), tanks; demands of parcels (column water of `land`) and of nodes, over the hours of the day of
// the year's maximum. What lacks a figure or an end is left out and told.
#include "twin/water/network.hpp"
#include "twin/whatif/engine.hpp"
#include "twin/whatif/mains_table.hpp"

namespace dalian::whatif {

struct WaterGrid {
  water::Network network; // its ids are those of the layout; nodes between pump, pipe and valve have that of the pipe
  struct Origin {
    plan::Layer layer;
    std::string id;
    bool operator==(Origin const&) const = default;
  };
  std::vector<Origin> node, link; // entity of each node and link
  struct Customer {
    std::string parcel, zone;
    std::uint32_t node = water::kNone;         // kNone: names no junction
    double wanted_m3_d = 0, low = 0, high = 0; // mean of the day of the year's maximum; ends of the coefficients
  };
  std::vector<Customer> customers; // parcels that want water, by id
  double own_m3_d = 0;             // demands of nodes themselves
};

/// What the engine declares that it reads, and the columns of `land`.
std::vector<Slice> water_grid_reads();
std::vector<std::string> water_grid_columns();

WaterGrid read_water_grid(Inputs const& inputs, MainsTable const& table, plan::Findings& findings);

} // namespace dalian::whatif
