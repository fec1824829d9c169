// What a planner has chosen, and how he comes to it.
#include "renderer/workplaces/planning_choice.hpp"

#include "renderer/workplaces/planning_desk.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::workplaces {
namespace {

constexpr float kShake_px = 4;

std::string zone_of(plan::Layout const& layout, plan::Entity const& entity) {
  if (entity.layer() == plan::Layer::parcel) return entity.text("zone");
  if (!plan::find_field(entity.layer(), "parcel")) return {};
  auto const parcel = layout.find(plan::Layer::parcel, entity.text("parcel"));
  return parcel ? parcel->text("zone") : "";
}

} // namespace

std::vector<Chosen> things_in(ui::Box const& frame, std::vector<planner::Thing> const& things,
                              OnScreen const& on_screen) {
  std::vector<Chosen> out;
  for (planner::Thing const& thing : things) {
    auto const at = on_screen(thing.at);
    if (at && at->x >= frame.x0 && at->x <= frame.x1 && at->y >= frame.y0 && at->y <= frame.y1)
      out.push_back({thing.layer, thing.id});
  }
  return out;
}

bool ChoiceFrame::is_drawn() const {
  return open_ && std::hypot(to_.x - from_.x, to_.y - from_.y) > kShake_px;
}

ui::Box ChoiceFrame::box() const {
  return {std::min(from_.x, to_.x), std::min(from_.y, to_.y), std::max(from_.x, to_.x), std::max(from_.y, to_.y)};
}

void ChoiceFrame::draw(ui::Tokens const& t, ui::DrawList& over) const {
  if (is_drawn()) over.box(box().grown(1), {ui::faded(t.accent, 0.12), t.accent, 2, 2, 0, 0});
}

void PlanningDesk::choose(std::optional<Chosen> const& what) {
  chosen_.clear();
  if (what) chosen_.push_back(*what);
}

void PlanningDesk::choose_also(Chosen const& what) {
  if (std::erase(chosen_, what) == 0) chosen_.push_back(what);
}

void PlanningDesk::choose_all() {
  std::string const here = zone();
  std::vector<Chosen> all;
  for (planner::Thing const& thing : things()) {
    auto const entity = session_->layout().find(thing.layer, thing.id);
    if (entity && (here.empty() || zone_of(session_->layout(), *entity) == here))
      all.push_back({thing.layer, thing.id});
  }
  choose_these(std::move(all));
}

void PlanningDesk::choose_next(bool also) {
  std::vector<Chosen> all;
  for (planner::Thing const& t : things())
    all.push_back({t.layer, t.id});
  for (planner::Drawn const& d : drawn())
    all.push_back({d.layer, d.id});
  if (all.empty()) return;
  auto const here = chosen_.empty() ? all.end() : std::ranges::find(all, chosen_.front());
  Chosen const next = here == all.end() || here + 1 == all.end() ? all.front() : *(here + 1);
  if (!also) return choose(next);
  std::erase(chosen_, next);
  chosen_.insert(chosen_.begin(), next);
}

std::optional<Chosen> PlanningDesk::chosen() const {
  return chosen_.empty() ? std::nullopt : std::optional(chosen_.front());
}

std::optional<plan::Entity> PlanningDesk::entity() const {
  return chosen_.empty() ? std::nullopt : session_->layout().find(chosen_.front().layer, chosen_.front().id);
}

std::string PlanningDesk::zone() const {
  auto const here = entity();
  return here ? zone_of(session_->layout(), *here) : "";
}

std::vector<Chosen> PlanningDesk::added_since(plan::Layout const& before) const {
  std::vector<Chosen> added;
  for (auto const& edit : plan::difference(before, session_->layout()))
    if (edit.kind == plan::Edit::Kind::add) added.push_back({edit.layer, edit.id});
  return added;
}

} // namespace dalian::workplaces
