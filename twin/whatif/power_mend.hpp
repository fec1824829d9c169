#pragma once
// One edit that brings a voltage or a loading within its limit, tried by solving.
#include "twin/power/violations.hpp"
#include "twin/whatif/power_grid.hpp"

namespace dalian::whatif {

/// A capacitor or reactor at the bus (its load_mvar), or one more circuit of the feeder, as an edit
/// (docs/scenarios.md);
/// "" when neither is enough, and for transformers.
std::string mend_of(power::Violation const& violation, PowerGrid const& grid, power::FlowOptions const& options);

} // namespace dalian::whatif
