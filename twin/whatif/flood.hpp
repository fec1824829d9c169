#pragma once
// Engine `flood`: a design storm over each zone while the sea stands high: what runs off, what the drains take, where
// water stands how deep for how long, and which roads it closes. Shallow water by twin/flood on the terrain the twin
// came with; drains are sinks with the capacity of their design storm, no network of pipes. A zone is computed again
// only when its own land changes.
#include "twin/layout/terrain.hpp"
#include "twin/whatif/engine.hpp"
#include "twin/whatif/flood_table.hpp"

#include <memory>

namespace dalian::whatif {

struct FloodTerrain {
  layout::Terrain terrain;
  ContentHash hash;
};

/// Columns over roads: flood_depth (m, deepest on it), flood_hours (h that it is deeper than what counts), flood_speed
/// (km/h that drivers keep; 0 = closed); over parcels: flood_land (m, mean of the deepest).
Engine flood_engine(std::shared_ptr<Programme const> programme, std::shared_ptr<FloodTable const> table,
                    std::shared_ptr<FloodTerrain const> terrain);

} // namespace dalian::whatif
