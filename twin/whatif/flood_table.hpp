#pragma once
// What the engine `flood` rests on: assets/config/flood.toml, figures and what share of the rain runs off by use.
#include "twin/whatif/figure_table.hpp"

namespace dalian::whatif {

struct FloodTable {
  FigureTable figures;
  Coefficient runoff; // by group of uses
};

/// The error names file, line, field and remedy; every figure that the engine uses is there.
Result<FloodTable> read_flood_table(std::filesystem::path const& file);

} // namespace dalian::whatif
