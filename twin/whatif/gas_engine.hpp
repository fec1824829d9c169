#pragma once
// Engine `gas`: steady flow in the pipes of natural gas and of hydrogen, each by itself, in the peak hour: pressures,
// flows, what is in the pipes, power of compressors, hydrogen in the natural gas.
#include "twin/whatif/engine.hpp"
#include "twin/whatif/mains_table.hpp"

#include <memory>

namespace dalian::whatif {

/// Needs the column gas of `land`. Columns: gas_pressure (bar above the air) and hydrogen_share (% of the volume) over
/// nodes, gas_flow (normal m³/h) and gas_speed (m/s) over pipes.
Engine gas_engine(std::shared_ptr<MainsTable const> table);

} // namespace dalian::whatif
