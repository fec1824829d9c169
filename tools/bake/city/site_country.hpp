#pragma once
// Towns, villages and woods: towers by density of the town, farm houses in rows, clumps of trees where the views are.
#include "tools/bake/city/cover.hpp"
#include "tools/bake/city/placer.hpp"

namespace dalian::bake {

void fill_towns(Sources const& sources, Country const& country, Placer& placer);

/// Houses of the villages inside the detail grids.
void fill_villages(std::vector<Village> const& villages, Placer& placer);

/// Clumps of trees on forest, orchard and village ground of the detail grids named in `views`.
void fill_woods(std::vector<std::string> const& views, int clumps_per_view, Placer& placer);

} // namespace dalian::bake
