#pragma once
// Where things are, for questions by place: a uniform grid wrapped around a torus, so that it has no borders and needs
// memory by the number of points alone. Built once from points, then immutable; any thread. Metres on the map.
#include "twin/state/area.hpp"
#include "twin/state/snapshot.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dalian::state {

class SpatialGrid {
 public:
  struct Point {
    MapPoint position; // finite
    std::uint32_t handle = 0;
  };
  struct Neighbour {
    std::uint32_t handle = 0;
    double distance_m = 0;
    bool operator==(Neighbour const&) const = default;
  };
  static constexpr double kCellM = 250; // a city block or two

  explicit SpatialGrid(std::vector<Point> const& points, double cell_m = kCellM);
  /// All tracks with a position, where they were at t_obs.
  static SpatialGrid of(Snapshot const& snapshot, double cell_m = kCellM);

  std::size_t size() const { return points_.size(); }
  /// By cell: neighbours lie together. What for_each_in hands out are elements of this.
  std::span<Point const> points() const { return points_; }

  // Handles in ascending order; what lies on the border belongs to it (of an Area: to one side).
  std::vector<std::uint32_t> in_box(Box const& box) const;
  std::vector<std::uint32_t> within(MapPoint centre, double radius_m) const;
  std::vector<std::uint32_t> inside(Area const& area) const;
  /// At most `k`, nearest first, of equal distance the lower handle.
  std::vector<Neighbour> nearest(MapPoint from, std::size_t k) const;

  /// Calls visit(Point const&) for every point of the box, in an order that depends on the points alone.
  template <class Visit>
  void for_each_in(Box const& box, Visit&& visit) const {
    Window const w = window(box);
    for (std::uint64_t row = 0; row < w.rows; ++row) {
      std::uint64_t const line = ((w.row + row) & mask_) * (mask_ + 1);
      std::uint64_t const end = w.column + w.columns;
      scan(line + w.column, line + std::min(end, mask_ + 1), box, visit);
      if (end > mask_ + 1) scan(line, line + (end - mask_ - 1), box, visit);
    }
  }

 private:
  /// Cells of the torus that a box touches: each once, also when the box is wider than the torus.
  struct Window {
    std::uint64_t column = 0, columns = 0, row = 0, rows = 0;
  };
  Window window(Box const& box) const;
  std::uint64_t cell_of(MapPoint p) const;

  template <class Visit>
  void scan(std::uint64_t first_cell, std::uint64_t end_cell, Box const& box, Visit& visit) const {
    for (std::size_t i = starts_[first_cell]; i < starts_[end_cell]; ++i)
      if (box.contains(points_[i].position)) visit(points_[i]);
  }

  double cells_per_m_;
  std::uint64_t mask_ = 0; // columns and rows of the torus − 1; a power of two − 1
  Box extent_;
  std::vector<std::uint32_t> starts_; // of each cell in points_, and the end
  std::vector<Point> points_;         // by cell, row by row
};

} // namespace dalian::state
