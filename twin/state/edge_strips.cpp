#include "twin/state/edge_strips.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace dalian::state {
namespace {

constexpr std::size_t kEdgesPerStrip = 2; // an edge of a usual outline touches few strips then
constexpr std::size_t kMaxStrips = 4096;

Box box_of(std::vector<EdgeStrips::Edge> const& edges) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Box box{{kFar, kFar}, {-kFar, -kFar}};
  for (auto const& [a, b] : edges)
    for (MapPoint const p : {a, b}) {
      box.low = {std::min(box.low.east_m, p.east_m), std::min(box.low.north_m, p.north_m)};
      box.high = {std::max(box.high.east_m, p.east_m), std::max(box.high.north_m, p.north_m)};
    }
  return box;
}

} // namespace

double segment_distance_m(MapPoint p, MapPoint a, MapPoint b) {
  double const ex = b.east_m - a.east_m, ny = b.north_m - a.north_m;
  double const px = p.east_m - a.east_m, py = p.north_m - a.north_m;
  double const length2 = ex * ex + ny * ny;
  double const along = length2 > 0 ? std::clamp((px * ex + py * ny) / length2, 0.0, 1.0) : 0.0;
  double const dx = px - along * ex, dy = py - along * ny;
  return std::sqrt(dx * dx + dy * dy);
}

EdgeStrips::EdgeStrips(std::vector<Edge> edges) : box_(box_of(edges)) {
  assert(!edges.empty());
  std::size_t const strips = std::clamp<std::size_t>(edges.size() / kEdgesPerStrip, 1, kMaxStrips);
  double const height = box_.high.north_m - box_.low.north_m;
  strips_per_m_ = height > 0 ? static_cast<double>(strips) / height : 0;
  starts_.assign(strips + 1, 0);
  auto const each_strip = [&](Edge const& e, auto&& visit) {
    auto const [low, high] = std::minmax(e.first.north_m, e.second.north_m);
    for (std::size_t s = strip_of(low); s <= strip_of(high); ++s)
      visit(s);
  };
  for (auto const& e : edges)
    each_strip(e, [&](std::size_t s) { ++starts_[s + 1]; });
  for (std::size_t s = 0; s < strips; ++s)
    starts_[s + 1] += starts_[s];
  edges_.resize(starts_[strips]);
  auto next = starts_;
  for (auto const& e : edges)
    each_strip(e, [&](std::size_t s) { edges_[next[s]++] = e; });
}

std::size_t EdgeStrips::strip_of(double north_m) const {
  auto const last = static_cast<double>(starts_.size() - 2);
  return static_cast<std::size_t>(std::clamp((north_m - box_.low.north_m) * strips_per_m_, 0.0, last));
}

bool EdgeStrips::odd_crossings(MapPoint p) const {
  if (!box_.contains(p)) return false;
  bool odd = false;
  std::size_t const strip = strip_of(p.north_m);
  for (std::size_t i = starts_[strip]; i < starts_[strip + 1]; ++i) {
    auto const& [a, b] = edges_[i];
    if ((a.north_m > p.north_m) == (b.north_m > p.north_m)) continue;
    double const along = (p.north_m - a.north_m) / (b.north_m - a.north_m);
    if (p.east_m < a.east_m + along * (b.east_m - a.east_m)) odd = !odd;
  }
  return odd;
}

double EdgeStrips::distance_m(MapPoint p, double limit_m) const {
  double best = limit_m;
  auto const beyond = [&](double x, double a, double b) {
    return x < std::min(a, b) - best || x > std::max(a, b) + best;
  };
  if (beyond(p.east_m, box_.low.east_m, box_.high.east_m) || beyond(p.north_m, box_.low.north_m, box_.high.north_m))
    return limit_m;
  for (std::size_t s = strip_of(p.north_m - limit_m); s <= strip_of(p.north_m + limit_m); ++s)
    for (std::size_t i = starts_[s]; i < starts_[s + 1]; ++i) {
      auto const& [a, b] = edges_[i];
      if (beyond(p.east_m, a.east_m, b.east_m) || beyond(p.north_m, a.north_m, b.north_m)) continue;
      best = std::min(best, segment_distance_m(p, a, b));
    }
  return best;
}

} // namespace dalian::state
