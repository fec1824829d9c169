#include "twin/view/city_view.hpp"

#include "twin/view/inspection.hpp"
#include "twin/view/mover.hpp"

#include <cassert>

namespace dalian::view {

CityView::CityView(std::shared_ptr<state::Snapshot const> snapshot) : snapshot_(std::move(snapshot)) {
  assert(snapshot_ != nullptr);
  GridNorth north;
  snapshot_->for_each([&](state::TrackView track) {
    if (auto mover = to_mover(track, snapshot_->time, north)) movers_.push_back(*mover);
  });
}

std::uint64_t CityView::version() const {
  return snapshot_->version;
}

Instant CityView::time() const {
  return snapshot_->time;
}

std::string CityView::label(std::uint32_t handle) const {
  auto const track = snapshot_->find(handle);
  return !track ? std::string() : label_of(*track);
}

std::optional<Inspection> CityView::inspect(std::uint32_t handle, Instant now) const {
  auto const track = snapshot_->find(handle);
  if (!track) return std::nullopt;
  return inspect_track(*track, now);
}

} // namespace dalian::view
