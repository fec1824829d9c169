#pragma once
// What stands in the zones: blocks get a use from the zone's programme, and buildings, tanks and trees from the use.
#include "tools/bake/city/placer.hpp"
#include "tools/bake/city/streets.hpp"

#include <vector>

namespace dalian::bake {

/// One parcel per block, with its use.
std::vector<layout::Parcel> give_uses(Feature const& zone, std::vector<Block> const& blocks);

/// Fills the blocks; `parcels[i]` is the use of `blocks[i]`.
void fill_blocks(std::vector<Block> const& blocks, std::vector<layout::Parcel> const& parcels, Placer& placer);

/// Trees on both sides of streets, `spacing_m` apart.
void line_with_trees(std::vector<layout::Route> const& streets, std::string const& zone, double spacing_m,
                     Placer& placer);

} // namespace dalian::bake
