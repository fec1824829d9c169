#pragma once
// Plane geometry of rings and lines in map metres, and geodesic lengths and areas on WGS-84. Knows no city.
#include "twin/base/geo.hpp"
#include "twin/layout/city.hpp"

#include <functional>
#include <limits>
#include <vector>

namespace dalian::bake {

using layout::Ring;
using Line = std::vector<MapPoint>;

inline MapPoint operator+(MapPoint a, MapPoint b) {
  return {a.east_m + b.east_m, a.north_m + b.north_m};
}
inline MapPoint operator-(MapPoint a, MapPoint b) {
  return {a.east_m - b.east_m, a.north_m - b.north_m};
}
inline MapPoint operator*(double k, MapPoint a) {
  return {k * a.east_m, k * a.north_m};
}
inline double dot(MapPoint a, MapPoint b) {
  return a.east_m * b.east_m + a.north_m * b.north_m;
}
/// Positive when `b` lies to the left of `a`.
inline double cross(MapPoint a, MapPoint b) {
  return a.east_m * b.north_m - a.north_m * b.east_m;
}
/// Unit vector of a grid bearing: clockwise from north.
inline MapPoint along_bearing(double radians) {
  return {std::sin(radians), std::cos(radians)};
}
inline double bearing_rad(MapPoint direction) {
  return std::atan2(direction.east_m, direction.north_m);
}
inline MapPoint right_of(MapPoint direction) {
  return {direction.north_m, -direction.east_m};
}

/// 0 below `low`, 1 above `high`, smooth between.
inline double smooth_step(double low, double high, double x) {
  double const t = std::min(1.0, std::max(0.0, (x - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

struct Box {
  MapPoint low{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  MapPoint high{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  void add(MapPoint p);
  bool contains(MapPoint p, double margin_m = 0) const {
    return p.east_m >= low.east_m - margin_m && p.east_m <= high.east_m + margin_m &&
           p.north_m >= low.north_m - margin_m && p.north_m <= high.north_m + margin_m;
  }
};
Box box_of(Line const& points);

/// Positive for counter-clockwise rings.
double signed_area_m2(Ring const& ring);
MapPoint centroid_of(Ring const& ring);
bool is_inside(Ring const& ring, MapPoint p);

struct Nearest {
  double distance_m = std::numeric_limits<double>::infinity();
  std::size_t segment = 0; // from points[segment] to the next
  double fraction = 0;     // along it
};
Nearest nearest_on(Line const& points, bool closed, MapPoint p);
/// Positive inside.
double signed_distance_m(Ring const& ring, MapPoint p);

double length_m(Line const& line);
/// Points about `step_m` apart, the ends and nothing else kept exactly.
Line resample(Line const& line, double step_m);
MapPoint point_along(Line const& line, double along_m);

/// Straight legs joined by arcs of at most `radius_m`, as far as the legs are long enough; about `step_m` apart.
struct FilletShape {
  double radius_m, step_m;
};
Line fillet(Line const& corners, FilletShape shape, bool closed);

/// The parts of `line` for which `keep` holds at their points.
std::vector<Line> clip(Line const& line, std::function<bool(MapPoint)> const& keep);

double geodesic_area_m2(std::vector<GeoPoint> const& ring);
double geodesic_length_m(Line const& line);

/// Whether no two edges of the ring cross or touch other than neighbours at their common corner.
bool is_simple(Ring const& ring);

} // namespace dalian::bake
