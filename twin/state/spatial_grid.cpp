#include "twin/state/spatial_grid.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>

namespace dalian::state {
namespace {

constexpr std::uint64_t kMaxSide = 2048; // 4 M cells, 16 MB

/// Cell number along one axis; far beyond any map it stays a number.
std::int64_t cell_along(double m, double cells_per_m) {
  return static_cast<std::int64_t>(std::floor(std::clamp(m * cells_per_m, -1e15, 1e15)));
}

Box around(MapPoint centre, double radius_m) {
  return {{centre.east_m - radius_m, centre.north_m - radius_m}, {centre.east_m + radius_m, centre.north_m + radius_m}};
}

/// To the nearest point of the box; 0 inside.
double distance_to(Box const& box, MapPoint p) {
  return distance_m(p, {std::clamp(p.east_m, box.low.east_m, box.high.east_m),
                        std::clamp(p.north_m, box.low.north_m, box.high.north_m)});
}

std::vector<std::uint32_t> sorted(std::vector<std::uint32_t> handles) {
  std::sort(handles.begin(), handles.end());
  return handles;
}

} // namespace

SpatialGrid::SpatialGrid(std::vector<Point> const& points, double cell_m) : cells_per_m_(1 / cell_m) {
  assert(cell_m > 0 && points.size() < std::numeric_limits<std::uint32_t>::max());
  auto const side = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(points.size())));
  mask_ = std::min(std::bit_ceil(std::max<std::uint64_t>(side, 8)), kMaxSide) - 1;
  starts_.assign((mask_ + 1) * (mask_ + 1) + 1, 0);
  std::vector<std::uint32_t> cells(points.size());
  if (!points.empty()) extent_ = {points.front().position, points.front().position};
  for (std::size_t i = 0; i < points.size(); ++i) {
    auto const& p = points[i].position;
    extent_.low = {std::min(extent_.low.east_m, p.east_m), std::min(extent_.low.north_m, p.north_m)};
    extent_.high = {std::max(extent_.high.east_m, p.east_m), std::max(extent_.high.north_m, p.north_m)};
    cells[i] = static_cast<std::uint32_t>(cell_of(p));
    ++starts_[cells[i] + 1];
  }
  for (std::size_t c = 1; c < starts_.size(); ++c)
    starts_[c] += starts_[c - 1];
  points_.resize(points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    points_[starts_[cells[i]]++] = points[i];
  // Each start has moved to its cell's end, which is the next cell's start.
  std::copy_backward(starts_.begin(), starts_.end() - 1, starts_.end());
  starts_.front() = 0;
}

SpatialGrid SpatialGrid::of(Snapshot const& snapshot, double cell_m) {
  std::vector<Point> points;
  snapshot.for_each([&](TrackView t) {
    if (t->has_position) points.push_back({t->position, t->handle});
  });
  return SpatialGrid(points, cell_m);
}

std::uint64_t SpatialGrid::cell_of(MapPoint p) const {
  auto const column = static_cast<std::uint64_t>(cell_along(p.east_m, cells_per_m_)) & mask_;
  auto const row = static_cast<std::uint64_t>(cell_along(p.north_m, cells_per_m_)) & mask_;
  return row * (mask_ + 1) + column;
}

SpatialGrid::Window SpatialGrid::window(Box const& box) const {
  auto const axis = [&](double low, double high, std::uint64_t& first, std::uint64_t& count) {
    if (!(low <= high)) return;
    auto const a = cell_along(low, cells_per_m_), b = cell_along(high, cells_per_m_);
    count = std::min(static_cast<std::uint64_t>(b - a) + 1, mask_ + 1);
    first = static_cast<std::uint64_t>(a) & mask_;
  };
  Window w;
  axis(box.low.east_m, box.high.east_m, w.column, w.columns);
  axis(box.low.north_m, box.high.north_m, w.row, w.rows);
  return w;
}

std::vector<std::uint32_t> SpatialGrid::in_box(Box const& box) const {
  std::vector<std::uint32_t> found;
  for_each_in(box, [&](Point const& p) { found.push_back(p.handle); });
  return sorted(std::move(found));
}

std::vector<std::uint32_t> SpatialGrid::within(MapPoint centre, double radius_m) const {
  std::vector<std::uint32_t> found;
  for_each_in(around(centre, radius_m), [&](Point const& p) {
    if (distance_m(p.position, centre) <= radius_m) found.push_back(p.handle);
  });
  return sorted(std::move(found));
}

std::vector<std::uint32_t> SpatialGrid::inside(Area const& area) const {
  std::vector<std::uint32_t> found;
  for_each_in(area.box(), [&](Point const& p) {
    if (area.contains(p.position)) found.push_back(p.handle);
  });
  return sorted(std::move(found));
}

std::vector<SpatialGrid::Neighbour> SpatialGrid::nearest(MapPoint from, std::size_t k) const {
  std::vector<Neighbour> found;
  k = std::min(k, points_.size());
  if (k == 0) return found;
  double const nothing_nearer_m = distance_to(extent_, from);
  double const all_within_m = nothing_nearer_m + distance_m(extent_.low, extent_.high) + 1;
  for (double radius = 1 / cells_per_m_;; radius *= 2) {
    double const reach = std::min(nothing_nearer_m + radius, all_within_m);
    found.clear();
    for_each_in(around(from, reach), [&](Point const& p) {
      double const d = distance_m(p.position, from);
      if (d <= reach) found.push_back({p.handle, d});
    });
    if (found.size() >= k || reach == all_within_m) break;
  }
  k = std::min(k, found.size());
  auto const nearer = [](Neighbour const& a, Neighbour const& b) {
    return a.distance_m != b.distance_m ? a.distance_m < b.distance_m : a.handle < b.handle;
  };
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(k), found.end(), nearer);
  found.resize(k);
  return found;
}

} // namespace dalian::state
