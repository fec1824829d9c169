#pragma once
// How wide pipes under streets are laid: by what lies behind them on the shortest ways from where the water comes in.
// Pure functions.
#include "twin/plan/street_graph.hpp"

namespace dalian::plan {

/// What passes each link when everything that is drawn at nodes comes from `root` by the shortest way; 0 on links that
/// are on none. What no street joins to the root is left out.
std::vector<double> flows_behind(StreetGraph const& graph, std::uint32_t root, std::vector<double> const& draw);

/// The least nominal diameter of GB/T 13295 (ductile iron) in which the flow is no faster; the widest for more.
double nominal_diameter_m(double flow_m3s, double velocity_mps);

} // namespace dalian::plan
