#pragma once
// Engine `land`: what the land of each zone and of all holds (floor, homes, jobs, output) and asks for (water, power,
// gas, heat, waste), how it is divided, and how that stands to the plan's targets, quotas and customary shares.
//
// A parcel's net land is its own without streets. Densities hold for the floor-area ratio of its use; with another one
// they grow with the floor. A building of the layer counts as the net plot that its use would have for that floor.
#include "twin/whatif/engine.hpp"
#include "twin/whatif/programme.hpp"

#include <memory>

namespace dalian::whatif {

/// Columns over parcels: net_ha, floor, residents, jobs, output, power; over buildings: building_ha, the net land that
/// each counts for.
Engine land_engine(std::shared_ptr<Programme const> programme);

} // namespace dalian::whatif
