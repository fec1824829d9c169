#pragma once
// The baker's own checks of the finished city: it fails rather than ship a building in the sea or a road under ground.
#include "tools/bake/city/landscape.hpp"
#include "twin/layout/city.hpp"
#include "twin/layout/terrain.hpp"

#include <string>
#include <vector>

namespace dalian::bake {

/// One sentence per fault; empty when all is well.
std::vector<std::string> find_faults(layout::City const& city, layout::Terrain const& terrain, Sources const& sources);

/// Placements per model and per zone, routes per class, as a table.
std::string summarize(layout::City const& city);

} // namespace dalian::bake
