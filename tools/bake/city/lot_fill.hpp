#pragma once
// Puts the models of a lot's use on it, by the steps of the use table.
#include "tools/bake/city/land_use.hpp"
#include "tools/bake/city/placer.hpp"

namespace dalian::bake {

/// Floor area placed, m²; 0 for uses without buildings.
double fill_lot(Block const& block, Use const& use, UseTable const& table, Placer& placer);

/// Trees on both sides of streets, `spacing_m` apart.
void line_with_trees(std::vector<layout::Route> const& streets, std::string const& zone, double spacing_m,
                     Placer& placer);

} // namespace dalian::bake
