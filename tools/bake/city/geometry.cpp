#include "tools/bake/city/geometry.hpp"

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/PolygonArea.hpp>

#include <algorithm>
#include <cmath>

namespace dalian::bake {

void Box::add(MapPoint p) {
  low = {std::min(low.east_m, p.east_m), std::min(low.north_m, p.north_m)};
  high = {std::max(high.east_m, p.east_m), std::max(high.north_m, p.north_m)};
}

Box box_of(Line const& points) {
  Box box;
  for (MapPoint const p : points)
    box.add(p);
  return box;
}

double signed_area_m2(Ring const& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) // relative to the first corner: no loss to large coordinates
    twice += cross(ring[i] - ring[0], ring[(i + 1) % ring.size()] - ring[0]);
  return twice / 2;
}

MapPoint centroid_of(Ring const& ring) {
  MapPoint sum{};
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    MapPoint const a = ring[i] - ring[0], b = ring[(i + 1) % ring.size()] - ring[0];
    twice += cross(a, b);
    sum = sum + cross(a, b) * (a + b);
  }
  return ring[0] + 1 / (3 * twice) * sum;
}

bool is_inside(Ring const& ring, MapPoint p) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    MapPoint const a = ring[i], b = ring[j];
    if ((a.north_m > p.north_m) != (b.north_m > p.north_m) &&
        p.east_m < a.east_m + (p.north_m - a.north_m) / (b.north_m - a.north_m) * (b.east_m - a.east_m))
      inside = !inside;
  }
  return inside;
}

Nearest nearest_on(Line const& points, bool closed, MapPoint p) {
  Nearest best;
  std::size_t const segments = closed ? points.size() : points.size() - 1;
  for (std::size_t i = 0; i < segments; ++i) {
    MapPoint const a = points[i], along = points[(i + 1) % points.size()] - a;
    double const square = dot(along, along);
    double const t = square > 0 ? std::clamp(dot(p - a, along) / square, 0.0, 1.0) : 0;
    double const distance = distance_m(p, a + t * along);
    if (distance < best.distance_m) best = {distance, i, t};
  }
  return best;
}

double signed_distance_m(Ring const& ring, MapPoint p) {
  double const distance = nearest_on(ring, true, p).distance_m;
  return is_inside(ring, p) ? distance : -distance;
}

double length_m(Line const& line) {
  double sum = 0;
  for (std::size_t i = 1; i < line.size(); ++i)
    sum += distance_m(line[i - 1], line[i]);
  return sum;
}

MapPoint point_along(Line const& line, double along_m) {
  for (std::size_t i = 1; i < line.size(); ++i) {
    double const leg = distance_m(line[i - 1], line[i]);
    if (along_m <= leg && leg > 0) return line[i - 1] + along_m / leg * (line[i] - line[i - 1]);
    along_m -= leg;
  }
  return line.back();
}

Line resample(Line const& line, double step_m) {
  double const total = length_m(line);
  auto const steps = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(total / step_m - 1e-9)));
  double const step = total / static_cast<double>(steps);
  Line out{line.front()};
  double passed = 0; // length up to line[i - 1]
  for (std::size_t i = 1, k = 1; i < line.size() && k < steps; ++i) {
    double const leg = distance_m(line[i - 1], line[i]);
    for (; k < steps && static_cast<double>(k) * step <= passed + leg; ++k)
      out.push_back(line[i - 1] + (static_cast<double>(k) * step - passed) / leg * (line[i] - line[i - 1]));
    passed += leg;
  }
  out.push_back(line.back());
  return out;
}

namespace {

/// Arc that rounds the corner at `b` between the legs to `a` and `c`; `b` itself where it is straight.
void append_arc(MapPoint a, MapPoint b, MapPoint c, FilletShape shape, Line& out) {
  MapPoint const in = 1 / distance_m(a, b) * (b - a), onward = 1 / distance_m(b, c) * (c - b);
  double const turn = std::atan2(cross(in, onward), dot(in, onward)); // left positive
  if (std::abs(turn) < 1e-3) {
    out.push_back(b);
    return;
  }
  double const half_tan = std::tan(std::min(std::abs(turn), 3.0) / 2);
  double const room = 0.48 * std::min(distance_m(a, b), distance_m(b, c));
  double const radius = std::min(shape.radius_m, room / half_tan);
  MapPoint const start = b - radius * half_tan * in;
  double const side = turn > 0 ? 1 : -1;
  MapPoint const centre = start - side * radius * right_of(in);
  double const chord = std::min(shape.step_m, radius * 0.35);
  auto const steps = std::max(2, static_cast<int>(std::ceil(std::abs(turn) * radius / chord)));
  for (int i = 0; i <= steps; ++i) {
    double const angle = turn * i / steps;
    MapPoint const arm = start - centre;
    out.push_back(centre + MapPoint{arm.east_m * std::cos(angle) - arm.north_m * std::sin(angle),
                                    arm.east_m * std::sin(angle) + arm.north_m * std::cos(angle)});
  }
}

} // namespace

Line fillet(Line const& corners, FilletShape shape, bool closed) {
  std::size_t const n = corners.size();
  Line out;
  if (!closed) out.push_back(corners.front());
  for (std::size_t i = closed ? 0 : 1; i < (closed ? n : n - 1); ++i)
    append_arc(corners[(i + n - 1) % n], corners[i], corners[(i + 1) % n], shape, out);
  out.push_back(closed ? out.front() : corners.back());
  Line dense{out.front()}; // straight legs get points too, corners stay where they are
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (distance_m(out[i - 1], out[i]) < 0.5) continue;
    Line const leg = resample({out[i - 1], out[i]}, shape.step_m);
    dense.insert(dense.end(), leg.begin() + 1, leg.end());
  }
  return dense;
}

std::vector<Line> clip(Line const& line, std::function<bool(MapPoint)> const& keep) {
  std::vector<Line> parts;
  bool open = false;
  for (MapPoint const p : line) {
    bool const kept = keep(p);
    if (kept && !open) parts.emplace_back();
    if (kept) parts.back().push_back(p);
    open = kept;
  }
  std::erase_if(parts, [](Line const& part) { return part.size() < 2; });
  return parts;
}

double geodesic_area_m2(std::vector<GeoPoint> const& ring) {
  GeographicLib::PolygonArea polygon(GeographicLib::Geodesic::WGS84());
  for (GeoPoint const p : ring)
    polygon.AddPoint(p.lat_deg, p.lon_deg);
  double perimeter = 0, area = 0;
  polygon.Compute(false, true, perimeter, area);
  return std::abs(area);
}

double geodesic_length_m(Line const& line) {
  double sum = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    GeoPoint const a = to_geo(line[i - 1]), b = to_geo(line[i]);
    double leg = 0;
    GeographicLib::Geodesic::WGS84().Inverse(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, leg);
    sum += leg;
  }
  return sum;
}

bool is_simple(Ring const& ring) {
  std::size_t const n = ring.size();
  auto const side = [](MapPoint a, MapPoint b, MapPoint p) { return cross(b - a, p - a); };
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 2; j < n; ++j) {
      if (i == 0 && j == n - 1) continue; // neighbours across the start
      MapPoint const a = ring[i], b = ring[i + 1], c = ring[j], d = ring[(j + 1) % n];
      if (side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0) return false;
    }
  return n >= 3;
}

} // namespace dalian::bake
