#pragma once
// Streets between their junctions.
#include "twin/layout/junctions.hpp"

namespace dalian::layout {

/// A part of a route between junctions; the whole route where it meets none.
struct Link {
  double from_m, to_m; // along the route's line
  bool mouth_behind = false, mouth_ahead = false;
  Mouth behind = Mouth::open, ahead = Mouth::open;
};

/// The links of every route, in the order of the routes. A link too short for crossings has none.
std::vector<std::vector<Link>> cut_links(std::vector<Route> const& routes, std::vector<Junction> const& junctions);

} // namespace dalian::layout
