#pragma once
// A polygon on the map with holes, or several, and the memory of who is inside. Metres; Area is immutable, any thread.
#include "twin/state/edge_strips.hpp"

#include <cstdint>
#include <vector>

namespace dalian::state {

/// Rings in any order and direction; a point is inside when it is inside an odd number of them, so holes are rings too.
class Area {
 public:
  /// At least one ring, each of at least three points; the first point may be repeated at the end.
  explicit Area(std::vector<std::vector<MapPoint>> const& rings);

  bool contains(MapPoint p) const { return edges_.odd_crossings(p); }
  /// To the nearest border, from inside or outside; `limit_m` when none is nearer than that.
  double border_distance_m(MapPoint p, double limit_m) const { return edges_.distance_m(p, limit_m); }
  Box const& box() const { return edges_.box(); }

 private:
  EdgeStrips edges_;
};

/// Who is inside an area. What lies on the border does not chatter: the side that is held is left only when the track
/// is `hysteresis_m` beyond it, the other one at once. One thread.
class FenceTracker {
 public:
  enum class Hold : std::uint8_t { inside, outside };
  enum class Crossing : std::uint8_t { none, entered, left };

  FenceTracker(Area const& area, double hysteresis_m, Hold hold = Hold::inside)
      : area_(&area), hysteresis_m_(hysteresis_m), hold_(hold) {}

  /// The area must outlive the tracker. The first word of a track is no crossing.
  Crossing update(std::uint32_t handle, MapPoint p);
  /// Of the last update; false for one never seen.
  bool inside(std::uint32_t handle) const { return handle < where_.size() && where_[handle] == Where::inside; }
  void forget(std::uint32_t handle);

 private:
  enum class Where : std::uint8_t { unknown, outside, inside };
  bool is_inside(MapPoint p, Where before) const;

  Area const* area_;
  double hysteresis_m_;
  Hold hold_;
  std::vector<Where> where_; // by handle
};

} // namespace dalian::state
