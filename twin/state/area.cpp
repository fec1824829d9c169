#include "twin/state/area.hpp"

#include <cassert>

namespace dalian::state {
namespace {

std::vector<EdgeStrips::Edge> edges_of(std::vector<std::vector<MapPoint>> const& rings) {
  std::vector<EdgeStrips::Edge> edges;
  for (auto const& ring : rings) {
    assert(ring.size() >= 3);
    for (std::size_t i = 0; i < ring.size(); ++i)
      if (auto const& next = ring[(i + 1) % ring.size()]; next != ring[i]) edges.emplace_back(ring[i], next);
  }
  return edges;
}

} // namespace

Area::Area(std::vector<std::vector<MapPoint>> const& rings) : edges_(edges_of(rings)) {}

FenceTracker::Crossing FenceTracker::update(std::uint32_t handle, MapPoint p) {
  if (handle >= where_.size()) where_.resize(handle + handle / 2 + 64, Where::unknown);
  Where const before = where_[handle];
  Where const now = is_inside(p, before) ? Where::inside : Where::outside;
  where_[handle] = now;
  if (before == Where::unknown || before == now) return Crossing::none;
  return now == Where::inside ? Crossing::entered : Crossing::left;
}

bool FenceTracker::is_inside(MapPoint p, Where before) const {
  bool const inside = area_->contains(p);
  Where const held = hold_ == Hold::inside ? Where::inside : Where::outside;
  bool const would_leave_the_held_side = before == held && inside != (held == Where::inside);
  if (!would_leave_the_held_side || area_->border_distance_m(p, hysteresis_m_) >= hysteresis_m_) return inside;
  return held == Where::inside;
}

void FenceTracker::forget(std::uint32_t handle) {
  if (handle < where_.size()) where_[handle] = Where::unknown;
}

} // namespace dalian::state
