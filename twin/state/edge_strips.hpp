#pragma once
// Line segments on the map, found by strips of northing: is a point inside what they enclose, how far is the nearest.
// Immutable; any thread. Metres.
#include "twin/base/geo.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace dalian::state {

/// Closed on all sides.
struct Box {
  MapPoint low, high;
  bool contains(MapPoint p) const {
    return p.east_m >= low.east_m && p.east_m <= high.east_m && p.north_m >= low.north_m && p.north_m <= high.north_m;
  }
  bool operator==(Box const&) const = default;
};

/// Distance from `p` to the segment a–b, which may be a point.
double segment_distance_m(MapPoint p, MapPoint a, MapPoint b);

class EdgeStrips {
 public:
  using Edge = std::pair<MapPoint, MapPoint>;

  /// At least one edge, all finite.
  explicit EdgeStrips(std::vector<Edge> edges);

  /// True when a ray from `p` to the east crosses the edges an odd number of times. A point on an edge counts to one
  /// side, always the same.
  bool odd_crossings(MapPoint p) const;

  /// To the nearest edge; `limit_m` when none is nearer than that.
  double distance_m(MapPoint p, double limit_m) const;

  Box const& box() const { return box_; }

 private:
  std::size_t strip_of(double north_m) const;

  Box box_;
  double strips_per_m_ = 0;
  std::vector<std::uint32_t> starts_; // of each strip in edges_, and the end
  std::vector<Edge> edges_;           // once for every strip an edge touches
};

} // namespace dalian::state
