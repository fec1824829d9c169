#pragma once
// Heights of routes over the ground: gentle grades by cut and fill, decks over water and over what they cross, level
// crossings between roads. Then the ground itself is graded to meet them.
#include "twin/layout/city.hpp"
#include "twin/layout/terrain.hpp"

#include <vector>

namespace dalian::bake {

constexpr double kClearOverWater_m = 6;
constexpr double kClearOverRoute_m = 7;

/// Fills height_m and length_m of every route, in the order given: a later route adapts to the earlier ones.
void give_heights(std::vector<layout::Route>& routes, layout::Terrain const& terrain);

/// Cuts and fills `grid` along the routes, except under decks; rivers are carved.
void grade_routes(std::vector<layout::Route> const& routes, layout::TerrainGrid& grid);

/// Lifts route points that the graded ground would still cover (coarse grids cannot follow every cut).
void lift_above_ground(std::vector<layout::Route>& routes, layout::Terrain const& terrain);

/// A deck, not an embankment: this far above the ground the route is a bridge.
constexpr float kDeck_m = 4.5F;

} // namespace dalian::bake
