#pragma once
// When something that stands shades a point: exact for upright prisms, without steps of time. The plane through the
// point and an upper edge is passed by the sun at instants known in closed form.
#include "twin/sun/path.hpp"

namespace dalian::sun {

/// A building: its outline, counter-clockwise and simple, straight up from the ground to `top_m`.
struct Prism {
  std::vector<MapPoint> ring;
  double base_m = 0, top_m = 0;
  MapPoint low, high; // box of the ring, by with_box()
};
Prism with_box(Prism prism);
/// Whether a point of the map lies within its outline.
bool covers(Prism const& prism, MapPoint p);

/// A place that may lie in the sun: on the ground, a roof, or before a wall.
struct Spot {
  MapPoint at;
  double z_m = 0;
  double normal_x = 0, normal_y = 0; // outward of its wall, unit length; both 0: no wall
};

/// Adds the hour angles of the path's window at which the prism stands between spot and sun; not joined. A ray that
/// only touches an edge counts as shaded, a spot inside the outline below the top always. What is more than `reach_m`
/// away is not looked at by the caller (see reach_m()).
void add_shade(Prism const& prism, Spot const& spot, Path const& path, Spans& out);
/// When the sun is before the spot's wall; the whole window without one.
Spans before_wall(Spot const& spot, Path const& path);

/// Farther than this a prism that rises `rise_m` over a spot shades it at no instant of the window while the sun stands
/// higher than `least_elevation_rad`.
double reach_m(double rise_m, double least_elevation_rad);

} // namespace dalian::sun
