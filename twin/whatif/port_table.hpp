#pragma once
// What the engine `port` rests on: assets/config/port.toml, figures and the classes of ships that call.
#include "twin/whatif/figure_table.hpp"

namespace dalian::whatif {

struct ShipClass {
  std::string name, source;
  double share = 0, length_m = 0, moves = 0; // shares add up to 1
  int cranes = 1;                            // that can work it
};

struct PortTable {
  FigureTable figures; // `eases`: more of them means shorter waits
  std::vector<ShipClass> ships;
};

/// The error names file, line, field and remedy; every figure that the engine uses is there.
Result<PortTable> read_port_table(std::filesystem::path const& file);

} // namespace dalian::whatif
