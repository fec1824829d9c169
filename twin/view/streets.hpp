#pragma once
// The streets of the static city as the screen draws them: lanes, junctions, and what lies between junctions.
#include "twin/layout/street_links.hpp"

namespace dalian::view {

using layout::cut_links;
using layout::find_junctions;
using layout::has_lamps;
using layout::is_path;
using layout::is_street;
using layout::Junction;
using layout::JunctionArm;
using layout::kKerb_m;
using layout::Link;
using layout::Mouth;
using layout::street_profile;
using layout::StreetProfile;

} // namespace dalian::view
