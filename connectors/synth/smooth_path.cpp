#include "connectors/synth/smooth_path.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::synth {
namespace {

MapPoint operator+(MapPoint a, MapPoint b) {
  return {a.east_m + b.east_m, a.north_m + b.north_m};
}
MapPoint operator-(MapPoint a, MapPoint b) {
  return {a.east_m - b.east_m, a.north_m - b.north_m};
}
MapPoint operator*(double k, MapPoint a) {
  return {k * a.east_m, k * a.north_m};
}
double length(MapPoint a) {
  return std::hypot(a.east_m, a.north_m);
}
MapPoint unit(MapPoint a) {
  return (1 / length(a)) * a;
}
/// Positive when `b` lies clockwise (to the right) of `a`.
double turn_right(MapPoint a, MapPoint b) {
  return a.north_m * b.east_m - a.east_m * b.north_m;
}
double dot(MapPoint a, MapPoint b) {
  return a.east_m * b.east_m + a.north_m * b.north_m;
}

struct Vertex {
  MapPoint position;
  double speed_limit_mps, stop_s;
};

/// The arc that rounds the corner at `points[i]`, as vertices about `step_m` apart; the point itself where it is
/// straight.
void append_corner(std::vector<WayPoint> const& points, std::size_t i, double step_m, std::vector<Vertex>& out) {
  auto const n = points.size();
  auto const& before = points[(i + n - 1) % n];
  auto const& here = points[i];
  auto const& after = points[(i + 1) % n];
  auto const in = unit(here.position - before.position), outward = unit(after.position - here.position);
  double const deflection = std::atan2(turn_right(in, outward), dot(in, outward));
  double const limit = std::min(here.speed_limit_mps, before.speed_limit_mps);
  if (std::abs(deflection) < 1e-4) {
    out.push_back({here.position, here.speed_limit_mps, here.stop_s});
    return;
  }
  double const room =
      0.49 * std::min(distance_m(before.position, here.position), distance_m(here.position, after.position));
  double const half_tan = std::tan(std::min(std::abs(deflection), 3.1) / 2);
  double const radius = std::min(here.radius_m, room / half_tan);
  auto const start = here.position - (radius * half_tan) * in;
  double const side = deflection > 0 ? 1 : -1;
  MapPoint const right{in.north_m, -in.east_m};
  auto const centre = start + (side * radius) * right;
  auto const steps = std::max(2, static_cast<int>(std::ceil(std::abs(deflection) * radius / step_m)));
  for (int k = 0; k <= steps; ++k) {
    double const angle = side * std::abs(deflection) * k / steps;
    auto const spoke = start - centre;
    MapPoint const turned{spoke.east_m * std::cos(angle) + spoke.north_m * std::sin(angle),
                          -spoke.east_m * std::sin(angle) + spoke.north_m * std::cos(angle)};
    double const stop = k == steps / 2 ? here.stop_s : 0;
    out.push_back({centre + turned, k == steps ? here.speed_limit_mps : limit, stop});
  }
}

enum class Ends { joined, free };

/// Vertices to samples of equal spacing; where the ends are joined, the last repeats the first.
std::vector<PathSample> resample(std::vector<Vertex> const& vertices, double step_m, Ends ends) {
  auto const legs = ends == Ends::joined ? vertices.size() : vertices.size() - 1;
  double total = 0;
  for (std::size_t i = 0; i < legs; ++i)
    total += distance_m(vertices[i].position, vertices[(i + 1) % vertices.size()].position);
  auto const count = std::max<std::size_t>(8, static_cast<std::size_t>(std::ceil(total / step_m)));
  double const step = total / static_cast<double>(count);
  std::vector<PathSample> samples;
  samples.reserve(count + 1);
  std::size_t leg = 0;
  double leg_start = 0;
  auto const leg_length = [&](std::size_t i) {
    return distance_m(vertices[i].position, vertices[(i + 1) % vertices.size()].position);
  };
  double pending_stop = vertices[0].stop_s;
  for (std::size_t i = 0; i < count; ++i) {
    double const along = step * static_cast<double>(i);
    while (leg + 1 < legs && leg_start + leg_length(leg) < along) {
      leg_start += leg_length(leg++);
      pending_stop = std::max(pending_stop, vertices[leg].stop_s);
    }
    auto const& a = vertices[leg];
    auto const& b = vertices[(leg + 1) % vertices.size()];
    double const span = leg_length(leg);
    double const f = span > 0 ? (along - leg_start) / span : 0;
    samples.push_back({a.position + f * (b.position - a.position), along, 0, 0, a.speed_limit_mps, pending_stop});
    pending_stop = 0;
  }
  auto last = samples.front();
  if (ends == Ends::free) last = {vertices.back().position, 0, 0, 0, vertices.back().speed_limit_mps, 0};
  last.along_m = total;
  last.stop_s = 0;
  samples.push_back(last);
  return samples;
}

/// Moving average of the places: averages the direction, so that curvature ramps instead of jumping.
void ease(std::vector<PathSample>& samples, double easing_m) {
  auto const count = samples.size() - 1;
  double const step = samples.back().along_m / static_cast<double>(count);
  auto const half = std::min<std::size_t>(count / 8, static_cast<std::size_t>(easing_m / step / 2));
  if (half == 0) return;
  auto const at = [&](std::size_t i) { return samples[i % count].position; };
  MapPoint const reference = at(0); // sums stay small and keep their digits
  MapPoint sum{0, 0};
  for (std::size_t k = 0; k < 2 * half + 1; ++k)
    sum = sum + (at(count + k - half) - reference);
  std::vector<MapPoint> eased(count);
  for (std::size_t i = 0; i < count; ++i) {
    eased[i] = reference + (1.0 / static_cast<double>(2 * half + 1)) * sum;
    sum = sum + (at(i + half + 1) - reference) - (at(count + i - half) - reference);
  }
  for (std::size_t i = 0; i <= count; ++i)
    samples[i].position = eased[i % count];
}

/// The same between two ends, towards which the window shrinks, so that they stay where they are.
void ease_between_ends(std::vector<PathSample>& samples, double easing_m) {
  auto const count = samples.size() - 1;
  double const step = samples.back().along_m / static_cast<double>(count);
  auto const widest = static_cast<std::size_t>(easing_m / step / 2);
  std::vector<MapPoint> eased(count + 1);
  for (std::size_t i = 0; i <= count; ++i) {
    auto const half = std::min({widest, i, count - i});
    MapPoint sum{0, 0};
    for (std::size_t k = i - half; k <= i + half; ++k)
      sum = sum + (samples[k].position - samples[i].position);
    eased[i] = samples[i].position + (1.0 / static_cast<double>(2 * half + 1)) * sum;
  }
  for (std::size_t i = 0; i <= count; ++i)
    samples[i].position = eased[i];
}

/// Distances, bearings and curvatures from the final places.
void measure(std::vector<PathSample>& samples, Ends ends) {
  auto const count = samples.size() - 1;
  samples[0].along_m = 0;
  for (std::size_t i = 1; i <= count; ++i)
    samples[i].along_m = samples[i - 1].along_m + distance_m(samples[i - 1].position, samples[i].position);
  for (std::size_t i = 0; i <= count; ++i) {
    auto ahead = samples[i == count ? 1 : i + 1].position - samples[i].position;
    auto behind = samples[i].position - samples[i == 0 ? count - 1 : i - 1].position;
    if (ends == Ends::free && i == 0) behind = ahead;
    if (ends == Ends::free && i == count) ahead = behind;
    double const turn = std::atan2(turn_right(behind, ahead), dot(behind, ahead));
    double const mid = std::atan2(behind.east_m, behind.north_m) + turn / 2;
    if (i == 0) {
      samples[i].bearing_rad = mid;
    } else {
      samples[i].bearing_rad =
          samples[i - 1].bearing_rad + std::remainder(mid - samples[i - 1].bearing_rad, 2 * std::numbers::pi);
    }
    samples[i].curvature_per_m = turn / std::max(1e-6, (length(ahead) + length(behind)) / 2);
  }
}

} // namespace

std::vector<PathSample> smooth_closed_path(std::vector<WayPoint> const& points, PathShape const& shape) {
  assert(points.size() >= 3 && shape.step_m > 0);
  std::vector<Vertex> vertices;
  for (std::size_t i = 0; i < points.size(); ++i)
    append_corner(points, i, shape.step_m, vertices);
  auto samples = resample(vertices, shape.step_m, Ends::joined);
  ease(samples, shape.easing_m);
  measure(samples, Ends::joined);
  return samples;
}

std::vector<PathSample> smooth_open_path(std::vector<WayPoint> const& points, PathShape const& shape) {
  assert(points.size() >= 3 && shape.step_m > 0);
  auto const end = [](WayPoint const& p) { return Vertex{p.position, p.speed_limit_mps, p.stop_s}; };
  std::vector<Vertex> vertices{end(points.front())};
  for (std::size_t i = 1; i + 1 < points.size(); ++i)
    append_corner(points, i, shape.step_m, vertices);
  vertices.push_back(end(points.back()));
  auto samples = resample(vertices, shape.step_m, Ends::free);
  ease_between_ends(samples, shape.easing_m);
  measure(samples, Ends::free);
  return samples;
}

std::vector<MapPoint> offset_line(std::vector<MapPoint> const& line, double offset_m) {
  assert(line.size() >= 2);
  std::vector<MapPoint> out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    auto const in = i == 0 ? unit(line[1] - line[0]) : unit(line[i] - line[i - 1]);
    auto const outward = i + 1 == line.size() ? in : unit(line[i + 1] - line[i]);
    auto const along = unit(in + outward);
    double const stretch = 1 / std::max(0.5, dot(along, in)); // mitre, at most twice the offset
    out.push_back(line[i] + (offset_m * stretch) * MapPoint{along.north_m, -along.east_m});
  }
  return out;
}

} // namespace dalian::synth
