#pragma once
// The back land of a terminal: a street grid along its quay and the blocks between the streets. Ours, from
// the plan's programme; no surveyed layout is known.
#include "tools/bake/city/landscape.hpp"
#include "twin/layout/city.hpp"

#include <vector>

namespace dalian::bake {

/// Axes of a zone's grid: u along the streets, v across.
struct BlockFrame {
  MapPoint origin;
  double bearing_rad; // of u
  MapPoint u() const { return along_bearing(bearing_rad); }
  MapPoint v() const { return -1 * right_of(u()); } // left of u, so that (u, v) turns counter-clockwise
  MapPoint at(double along_m, double across_m) const { return origin + along_m * u() + across_m * v(); }
};

struct Block {
  std::string zone_id;
  BlockFrame frame; // origin at the block's low corner
  double length_m, depth_m;
  Ring outline; // the part inside the zone
  double area_m2;
  double centrality; // 1 in the middle of the zone, 0 at its rim
  std::uint64_t key;
};

struct StreetPlan {
  std::vector<layout::Route> streets;
  std::vector<Block> blocks;
};

/// From the zone's own `design` (street_bearing_deg, block_length_m, block_depth_m, street_width_m).
StreetPlan plan_streets(Feature const& zone, Ring const& outline);

/// `subject` cut by a convex, counter-clockwise ring (Sutherland and Hodgman 1974).
Ring clip_to_convex(Ring subject, Ring const& convex);

} // namespace dalian::bake
