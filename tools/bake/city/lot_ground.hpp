#pragma once
// The patches of a lot's ground on the map: where its ponds, courts and groves lie.
#include "tools/bake/city/land_use.hpp"

namespace dalian::bake {

/// Half of all lots are mirrored across their long axis, so that fronts face both sides of a street.
bool is_mirrored(Block const& block);

/// Whether `p` lies in the patch of that lot, or less than `margin_m` beside it.
bool lies_in(GroundPatch const& patch, Block const& block, MapPoint p, double margin_m = 0);

/// Whether water of the use's patches is within `margin_m` of `p`.
bool near_pond(Use const& use, Block const& block, MapPoint p, double margin_m);

/// Stamps the patches of every lot into the cover of a detail grid.
void stamp_patches(std::vector<Lot> const& lots, UseTable const& uses, layout::TerrainGrid& grid);

} // namespace dalian::bake
