#pragma once
// What is wrong with a layout as a whole: missing fields, references to what is not there, references in a circle,
// outlines that cross themselves, buildings that overlap.
#include "twin/plan/draft.hpp"

namespace dalian::plan {

/// In the order of layers and ids, then overlaps, then circles; none when all is well.
Findings check(Layout const& layout);

/// Roads that `base` does not have like this and that run through water without being a tunnel or bridge; none where no
/// water is known. Roads of the base are schematic: their bridges are not marked.
Findings check_ground(Site const& site, Layout const& base);

} // namespace dalian::plan
