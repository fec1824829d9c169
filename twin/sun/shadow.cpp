#include "twin/sun/shadow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalian::sun {
namespace {

Wave plus(Wave const& p, double f, Wave const& q, double g) {
  return {p.a * f + q.a * g, p.b * f + q.b * g, p.c * f + q.c * g};
}

/// An edge of the outline as it lies from the spot: where the sun is seen between its ends and not above it.
void add_edge_shade(MapPoint u, MapPoint v, double rise_m, Path const& path, Spans& out) {
  double const turn = u.east_m * v.north_m - u.north_m * v.east_m; // twice the triangle's area
  if (turn == 0) return;                                           // seen end on: the edges beside it are what shades
  double const side = turn > 0 ? 1 : -1;
  double const ex = v.east_m - u.east_m, ey = v.north_m - u.north_m;
  // (x, y) between u and v: u × s ≥ 0 and s × v ≥ 0, by the side
  Wave const after_u = plus(path.y, side * u.east_m, path.x, -side * u.north_m);
  Wave const before_v = plus(path.x, side * v.north_m, path.y, -side * v.east_m);
  // the ray meets the edge's line at r = turn / (s × e), there at height z r ≤ rise
  Wave const across = plus(path.x, side * ey * rise_m, path.y, -side * ex * rise_m);
  Wave const below = plus(across, 1, path.z, -std::abs(turn));
  for (Span const from_u : where_not_below_0(after_u, path.window_rad))
    for (Span const to_v : where_not_below_0(before_v, from_u))
      for (Span const span : where_not_below_0(below, to_v))
        out.push_back(span);
}

} // namespace

bool covers(Prism const& prism, MapPoint p) {
  auto const& ring = prism.ring;
  bool in = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
    if ((ring[i].north_m > p.north_m) != (ring[j].north_m > p.north_m) &&
        p.east_m <
            (ring[j].east_m - ring[i].east_m) * (p.north_m - ring[i].north_m) / (ring[j].north_m - ring[i].north_m) +
                ring[i].east_m)
      in = !in;
  return in;
}

Prism with_box(Prism prism) {
  prism.low = prism.high = prism.ring.empty() ? MapPoint{} : prism.ring.front();
  for (MapPoint const p : prism.ring) {
    prism.low = {std::min(prism.low.east_m, p.east_m), std::min(prism.low.north_m, p.north_m)};
    prism.high = {std::max(prism.high.east_m, p.east_m), std::max(prism.high.north_m, p.north_m)};
  }
  return prism;
}

void add_shade(Prism const& prism, Spot const& spot, Path const& path, Spans& out) {
  double const rise = prism.top_m - spot.z_m;
  if (!(rise > 0) || !(path.window_rad.from < path.window_rad.to)) return;
  if (covers(prism, spot.at)) {
    out.push_back(path.window_rad);
    return;
  }
  auto const from_spot = [&](MapPoint p) { return MapPoint{p.east_m - spot.at.east_m, p.north_m - spot.at.north_m}; };
  MapPoint before = from_spot(prism.ring.back());
  for (MapPoint const corner : prism.ring) {
    MapPoint const here = from_spot(corner);
    add_edge_shade(before, here, rise, path, out);
    before = here;
  }
}

Spans before_wall(Spot const& spot, Path const& path) {
  if (spot.normal_x == 0 && spot.normal_y == 0) {
    if (!(path.window_rad.from < path.window_rad.to)) return {};
    return {path.window_rad};
  }
  return not_below_0(plus(path.x, spot.normal_x, path.y, spot.normal_y), path.window_rad);
}

double reach_m(double rise_m, double least_elevation_rad) {
  if (!(rise_m > 0)) return 0;
  return least_elevation_rad > 0 ? rise_m / std::tan(least_elevation_rad) : std::numeric_limits<double>::infinity();
}

} // namespace dalian::sun
