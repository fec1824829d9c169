#pragma once
// A uniform grid over points of the map, sorted by cell: a box is a few runs of neighbours in memory. Points far out
// are kept in the cells of the border, so a stray one does not make all cells large.
#include "twin/association/position.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dalian::association {

struct GridShape {
  MapPoint corner;
  double cells_per_m = 1;
  std::uint32_t columns = 1, rows = 1;

  std::uint32_t column(double east_m) const { return clamped((east_m - corner.east_m) * cells_per_m, columns); }
  std::uint32_t row(double north_m) const { return clamped((north_m - corner.north_m) * cells_per_m, rows); }
  std::uint32_t cell(MapPoint p) const { return row(p.north_m) * columns + column(p.east_m); }
  std::size_t cells() const { return std::size_t{rows} * columns; }

 private:
  static std::uint32_t clamped(double at, std::uint32_t count) {
    return static_cast<std::uint32_t>(std::clamp(at, 0.0, static_cast<double>(count - 1)));
  }
};

/// Cells of at least `cell_m`, at most about as many as there are points. `points` is not empty.
GridShape shape_over(std::span<Position const> points, double cell_m);

/// Points in the order of their cells.
class CellOrder {
 public:
  void sort(GridShape const& shape, std::span<Position const> points);

  /// Indices into the points, by cell, then ascending.
  std::span<std::uint32_t const> order() const { return order_; }
  /// Where a cell begins in order(); cell + 1 is its end.
  std::uint32_t begin(std::size_t cell) const { return begin_[cell]; }

 private:
  std::vector<std::uint32_t> cell_of_, begin_, order_;
};

} // namespace dalian::association
