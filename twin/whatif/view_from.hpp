#pragma once
// What is seen from a point of a scenario: over the terrain, past the buildings of its layer and those of the picture
// that still stand. Buildings stand on the ground at their middle.
#include "twin/layout/terrain.hpp"
#include "twin/sun/viewshed.hpp"
#include "twin/whatif/drawn_city.hpp"

namespace dalian::whatif {

struct ViewWish {
  MapPoint from;
  double eye_m = 1.6;    // above the ground, or the roof of the building that stands there
  double target_m = 0.5; // above what is looked at
  double reach_m = 3000, step_m = 10;
  double storey_m = 3; // of a building without height
};

struct View {
  sun::Spot eye;
  sun::Ground ground;
  std::vector<std::uint8_t> seen;          // of the ground's samples
  double land_m2 = 0, land_seen_m2 = 0;    // within reach
  std::size_t buildings = 0;               // within reach
  std::vector<std::string> seen_buildings; // ids: a corner of the roof is seen
};

/// `drawn` may be null.
View view_from(plan::Layout const& layout, DrawnCity const* drawn, layout::Terrain const& terrain,
               ViewWish const& wish);

} // namespace dalian::whatif
