#include "renderer/workplaces/workplaces.hpp"

#include "renderer/workplaces/operating.hpp"
#include "renderer/workplaces/planning.hpp"

#include <algorithm>

namespace dalian::workplaces {

using ui::WorkplaceKind;

Workplaces::Workplaces(Surroundings const& around) {
  places_[WorkplaceKind::planner] = std::make_unique<Planning>(around);
  places_[WorkplaceKind::operating] = std::make_unique<Operating>(around);
}

std::vector<WorkplaceKind> Workplaces::kinds() const {
  std::vector<WorkplaceKind> kinds{WorkplaceKind::city};
  for (auto const& [kind, place] : places_)
    kinds.push_back(kind);
  return kinds;
}

bool Workplaces::enter(WorkplaceKind kind, Moment const& moment) {
  if (kind != WorkplaceKind::city && !places_.contains(kind)) return false;
  if (kind == current_) return true;
  if (auto const it = places_.find(current_); it != places_.end()) it->second->leave();
  current_ = kind;
  if (auto const it = places_.find(kind); it != places_.end()) it->second->enter(moment);
  return true;
}

bool Workplaces::would_lose() const {
  return std::ranges::any_of(places_, [](auto const& place) { return place.second->would_lose(); });
}

Wishes Workplaces::draw(Moment const& moment, ui::DrawList& over) {
  auto const it = places_.find(current_);
  return it == places_.end() ? Wishes{} : it->second->draw(moment, over);
}

} // namespace dalian::workplaces
