#pragma once
// Lines of equal value over a grid of values, closed, the higher ground on their left. Map metres.
#include "twin/base/geo.hpp"
#include "twin/hazard/field.hpp"

#include <span>
#include <vector>

namespace dalian::hazard {

/// Marching squares (Lorensen and Cline's cubes in two dimensions), straight between neighbours, saddles by the mean of
/// the four. What lies beyond the grid counts as below. `values` row by row from the south-west; no infinite ones.
/// Outer lines run counter-clockwise, holes clockwise; the order is fixed.
std::vector<std::vector<MapPoint>> iso_lines(Grid const& grid, std::span<double const> values, double level);

} // namespace dalian::hazard
