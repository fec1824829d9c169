// What a planner does to all that is chosen at once; to one thing in the same way.
#include "renderer/workplaces/planning_desk.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::workplaces {
namespace {

constexpr double kAside_m = 80; // of a copy

using Each = std::function<plan::Draft(plan::Site const&, Chosen const&)>;

plan::Tool to_all(std::vector<Chosen> const& chosen, Each const& each) {
  std::vector<plan::GroupPart> parts;
  for (Chosen const& c : chosen)
    parts.push_back({c.layer, c.id, [c, each](plan::Site const& site) { return each(site, c); }});
  return [parts = std::move(parts)](plan::Site const& site) { return plan::all_or_none(site, parts); };
}

plan::Tool moving(std::vector<Chosen> const& chosen, plan::Motion const& motion) {
  return to_all(chosen,
                [motion](plan::Site const& site, Chosen const& c) { return plan::carry(site, c.layer, c.id, motion); });
}

std::vector<Chosen> buildings_among(std::vector<Chosen> chosen) {
  std::erase_if(chosen, [](Chosen const& c) { return c.layer != plan::Layer::building; });
  return chosen;
}

plan::Tool raising(std::vector<Chosen> const& buildings, int storeys) {
  return to_all(buildings, [storeys](plan::Site const& site, Chosen const& c) {
    return plan::raise(site, c.id, storeys, planner::kStorey_m);
  });
}

plan::Motion way(MapPoint from, MapPoint to) {
  return {from, 0, to.east_m - from.east_m, to.north_m - from.north_m};
}

/// "battery-1f0c93ab" or "3 things".
std::string name_of(std::vector<Chosen> const& chosen) {
  return chosen.size() == 1 ? chosen.front().id : fmt::format("{} things", chosen.size());
}

MapPoint mean(std::vector<MapPoint> const& places) {
  MapPoint sum{};
  for (MapPoint const p : places)
    sum = {sum.east_m + p.east_m, sum.north_m + p.north_m};
  auto const count = static_cast<double>(places.size());
  return {sum.east_m / count, sum.north_m / count};
}

} // namespace

/// Of all that is chosen, what leads first; nowhere for what has no place.
std::vector<MapPoint> PlanningDesk::middles() const {
  std::vector<MapPoint> out;
  for (Chosen const& c : chosen_) {
    auto const entity = session_->layout().find(c.layer, c.id);
    if (auto const middle = entity ? planner::middle_of(*entity) : std::nullopt) out.push_back(*middle);
  }
  return out;
}

void PlanningDesk::hold_chosen(MapPoint at) {
  auto const places = middles();
  if (places.empty()) return;
  auto const where = planner::snapped(session_->layout(), at);
  auto const motion = way(places.front(), where);
  hold(where, moving(chosen_, motion));
  in_hand_->others.clear();
  for (std::size_t i = 1; i < places.size(); ++i)
    in_hand_->others.push_back(plan::moved(places[i], motion));
}

void PlanningDesk::move(MapPoint to) {
  auto const places = middles();
  if (places.empty()) return;
  take(session_->use("move " + name_of(chosen_), moving(chosen_, way(places.front(), to))), "plan.moved");
}

void PlanningDesk::turn(double degrees) {
  auto const places = middles();
  if (places.empty()) return;
  plan::Motion const motion{mean(places), degrees};
  bool const alone = chosen_.size() == 1; // then a point is refused, which in a group goes about the middle
  take(session_->use(fmt::format("turn {} {:g}", name_of(chosen_), degrees),
                     to_all(chosen_,
                            [&](plan::Site const& site, Chosen const& c) {
                              return alone ? plan::turn(site, c.layer, c.id, degrees)
                                           : plan::carry(site, c.layer, c.id, motion);
                            })),
       "plan.turned");
}

std::optional<plan::Entity> PlanningDesk::raised() const {
  auto const building = std::ranges::find(chosen_, plan::Layer::building, &Chosen::layer);
  return building == chosen_.end() ? std::nullopt : shown().find(building->layer, building->id);
}

void PlanningDesk::hold_raised(int storeys) {
  auto const building = raised();
  auto const middle = building ? planner::middle_of(*building) : std::nullopt;
  if (!middle || (in_hand_ && in_hand_->storeys == storeys)) return;
  in_hand_.reset(); // where it stands is no new place
  hold(*middle, raising(buildings_among(chosen_), storeys));
  in_hand_->storeys = storeys;
}

void PlanningDesk::raise(int storeys) {
  auto const buildings = buildings_among(chosen_);
  if (buildings.empty()) return;
  take(session_->use(fmt::format("raise {} by {}", name_of(buildings), storeys), raising(buildings, storeys)),
       "plan.raised");
}

void PlanningDesk::remove() {
  if (chosen_.empty()) return;
  take(session_->use("remove " + name_of(chosen_),
                     to_all(chosen_, [](plan::Site const& site,
                                        Chosen const& c) { return plan::take_away(site, c.layer, c.id); })),
       "plan.remove");
}

std::vector<planner::Copied> PlanningDesk::copies() const {
  std::vector<planner::Copied> out;
  for (Chosen const& c : chosen_) {
    auto const entity = session_->layout().find(c.layer, c.id);
    if (auto thing = entity ? planner::copied(*entity) : std::nullopt) out.push_back(std::move(*thing));
  }
  return out;
}

void PlanningDesk::put_copies(std::vector<planner::Copied> const& things, MapPoint to, std::string const& by,
                              std::string key) {
  auto const motion = way(planner::middle_of(things.front()), to);
  std::vector<plan::GroupPart> parts;
  for (planner::Copied const& thing : things)
    parts.push_back({thing.layer, "", [&](plan::Site const& site) {
                       return planner::put_copy(site, thing, motion.east_m, motion.north_m);
                     }});
  auto const before = session_->layout();
  auto const done = session_->use(by, [&](plan::Site const& site) { return plan::all_or_none(site, parts); });
  take(done, std::move(key));
  if (!done.changed) return;
  auto added = added_since(before);
  auto const leads = std::ranges::min_element(added, {}, [&](Chosen const& c) {
    auto const middle = planner::middle_of(*session_->layout().find(c.layer, c.id));
    return middle ? distance_m(*middle, to) : 1e300;
  });
  if (leads != added.end()) std::iter_swap(added.begin(), leads);
  choose_these(std::move(added));
}

void PlanningDesk::copy() {
  auto things = copies();
  if (things.empty()) return;
  copied_ = std::move(things);
  said_ = {"plan.copied", copied_.size() > 1 ? std::to_string(copied_.size()) : "", false, {}};
}

void PlanningDesk::paste(MapPoint at) {
  if (copied_.empty())
    said_ = {"plan.nothing_copied", "", true, {}};
  else
    put_copies(copied_, planner::snapped(session_->layout(), at), fmt::format("paste {}", copied_.size()),
               "plan.pasted");
}

/// A little to the east; where they would be in each other's way, clear of each other.
void PlanningDesk::duplicate() {
  auto const places = middles();
  auto const things = copies();
  if (things.empty()) return;
  auto const [west, east] = std::ranges::minmax(places, {}, &MapPoint::east_m);
  MapPoint const lead = places.front();
  std::string const by = "copy " + name_of(chosen_);
  for (double const aside_m : {kAside_m, kAside_m + east.east_m - west.east_m}) {
    put_copies(things, planner::snapped(session_->layout(), {lead.east_m + aside_m, lead.north_m}), by,
               "plan.duplicate");
    if (!said_.refused) return;
  }
}

} // namespace dalian::workplaces
