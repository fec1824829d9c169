#include "connectors/gtfs/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace dalian::gtfs {
namespace {

struct Plane {
  double x = 0, y = 0; // m
};

/// Distance of the origin to the segment a…b.
double distance_to_segment(Plane a, Plane b) {
  double const dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  double const along = length2 > 0 ? std::clamp(-(a.x * dx + a.y * dy) / length2, 0.0, 1.0) : 0;
  return std::hypot(a.x + along * dx, a.y + along * dy);
}

} // namespace

double distance_to_line_m(GeoPoint p, Shape const& line) {
  // Mean radius of the Earth (IUGG): 0.3 % off at most, where the rule that asks allows 200 m.
  double const metres = 6'371'008.8 * std::numbers::pi / 180;
  double const across = metres * std::cos(p.lat_deg * std::numbers::pi / 180);
  auto const flat = [&](GeoPoint q) {
    return Plane{(q.lon_deg - p.lon_deg) * across, (q.lat_deg - p.lat_deg) * metres};
  };
  double best = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < line.size(); ++i)
    best = std::min(best, distance_to_segment(flat(line[i]), flat(line[std::min(i + 1, line.size() - 1)])));
  return best;
}

} // namespace dalian::gtfs
