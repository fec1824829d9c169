#pragma once
// Signed distance to a shore on a regular grid: exact at every sample, so that its zero line is the vector shore and
// not a staircase of cells.
#include "tools/bake/city/geometry.hpp"

#include <cstdint>
#include <vector>

namespace dalian::bake {

/// Samples at origin + (column, row) · spacing, rows from south to north.
struct GridFrame {
  MapPoint origin;
  double spacing_m;
  std::uint32_t columns, rows;

  std::size_t size() const { return std::size_t{columns} * rows; }
  MapPoint at(std::size_t index) const {
    return {origin.east_m + static_cast<double>(index % columns) * spacing_m,
            origin.north_m + static_cast<double>(index / columns) * spacing_m};
  }
  /// Bilinear; the nearest edge value outside.
  float sample(std::vector<float> const& values, MapPoint p) const;
};

/// Metres, positive inside the rings (even-odd). Distances are exact near the shore and within a few per mille farther
/// off; samples farther from every segment inside the frame's reach hold the distance to the nearest one seen.
std::vector<float> signed_distance(GridFrame const& frame, std::vector<Ring> const& rings);

} // namespace dalian::bake
