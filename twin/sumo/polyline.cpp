#include "twin/sumo/polyline.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::sumo_net {
namespace {

constexpr double kShortest_m = 0.2; // between two points that are kept

MapPoint between(MapPoint a, MapPoint b, double share) {
  return {std::lerp(a.east_m, b.east_m, share), std::lerp(a.north_m, b.north_m, share)};
}

struct Direction {
  double east, north;
};

Direction direction(MapPoint a, MapPoint b) {
  double const m = std::max(distance_m(a, b), 1e-9);
  return {(b.east_m - a.east_m) / m, (b.north_m - a.north_m) / m};
}

} // namespace

double length_m(Polyline const& line) {
  double length = 0;
  for (std::size_t i = 1; i < line.size(); ++i)
    length += distance_m(line[i - 1], line[i]);
  return length;
}

Polyline part_of(Polyline const& line, double from_m, double to_m) {
  assert(line.size() > 1 && from_m < to_m);
  Polyline part;
  auto const add = [&part](MapPoint p) {
    if (part.empty() || distance_m(part.back(), p) > kShortest_m) part.push_back(p);
  };
  double along = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    double const leg = distance_m(line[i - 1], line[i]), next = along + leg;
    if (next > from_m && along < to_m && leg > 0) {
      add(between(line[i - 1], line[i], std::max(0.0, from_m - along) / leg));
      if (next >= to_m) {
        if (part.size() > 1 && distance_m(part.back(), line[i]) < kShortest_m) part.pop_back();
        part.push_back(between(line[i - 1], line[i], (to_m - along) / leg));
      }
    }
    along = next;
  }
  if (part.size() == 1 || along < to_m) part.push_back(line.back()); // rounding
  return part;
}

Polyline beside(Polyline const& line, double right_m) {
  assert(line.size() > 1);
  Polyline out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    auto const in = direction(line[i == 0 ? 0 : i - 1], line[i == 0 ? 1 : i]);
    auto const on = i + 1 < line.size() ? direction(line[i], line[i + 1]) : in;
    // Right of a direction (e, n) is (n, −e). The corner lies on both shifted legs.
    double const share = 1 + in.east * on.east + in.north * on.north, k = right_m / std::max(share, 0.5);
    out.push_back({line[i].east_m + k * (in.north + on.north), line[i].north_m - k * (in.east + on.east)});
  }
  return out;
}

double distance_to_m(MapPoint p, Polyline const& line) {
  double best = 1e300;
  for (std::size_t i = 1; i < line.size(); ++i) {
    auto const a = line[i - 1], b = line[i];
    double const east = b.east_m - a.east_m, north = b.north_m - a.north_m, square = east * east + north * north;
    double const share =
        square > 0 ? std::clamp(((p.east_m - a.east_m) * east + (p.north_m - a.north_m) * north) / square, 0.0, 1.0)
                   : 0;
    best = std::min(best, distance_m(p, between(a, b, share)));
  }
  return best;
}

} // namespace dalian::sumo_net
