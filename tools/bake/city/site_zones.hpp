#pragma once
// What stands in the zones: blocks get a use from the zone's programme, and buildings, tanks and trees from the use.
#include "tools/bake/city/placer.hpp"
#include "tools/bake/city/streets.hpp"

#include <vector>

namespace dalian::bake {

/// What a zone is for, from its design: "automotive", "fine-chemistry", "petrochemistry" or "light".
std::string programme_of(Feature const& zone);

/// One parcel per block, with a use drawn from the programme (also "terminal", for made ground behind quays).
std::vector<layout::Parcel> give_uses(std::string const& programme, std::vector<Block> const& blocks);

/// Fills the blocks; `parcels[i]` is the use of `blocks[i]`.
void fill_blocks(std::vector<Block> const& blocks, std::vector<layout::Parcel> const& parcels, Placer& placer);

/// Trees on both sides of streets, `spacing_m` apart.
void line_with_trees(std::vector<layout::Route> const& streets, std::string const& zone, double spacing_m,
                     Placer& placer);

} // namespace dalian::bake
