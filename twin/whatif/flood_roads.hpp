#pragma once
// From flooded roads to what other engines understand: edits of a layout.
#include "twin/plan/edit.hpp"
#include "twin/whatif/evaluation.hpp"

namespace dalian::whatif {

/// Roads as `flood` (an answer of the engine of that name) leaves them at the worst: closed from flood::kClosed_m on;
/// in less water, from the depth that counts as flooded, no faster than drivers keep through it. What is closed or
/// slower already stays so.
plan::Edits flooded_roads(Evaluation const& flood, plan::Layout const& layout, double counted_m);

} // namespace dalian::whatif
