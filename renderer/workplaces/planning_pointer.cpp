// What the pointer does in the planner's workplace: chooses, by a click or a frame, and drags.
#include "renderer/workplaces/planning.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace dalian::workplaces {
namespace {

constexpr float kPull_px = 4; // less is a click
constexpr double kNearLine_m = 10;

/// A planned route or road, else a road of the base whose surface is there.
std::optional<Chosen> line_at(std::vector<planner::Drawn> const& drawn, plan::Layout const& layout, MapPoint at) {
  for (auto const& each : drawn)
    if (each.layer != plan::Layer::parcel && distance_m(each.line, at) < kNearLine_m)
      return Chosen{each.layer, each.id};
  std::optional<Chosen> road;
  layout.for_each(plan::Layer::road, [&](plan::Entity const& entity) {
    auto const line = plan::to_map(entity.shape("line"));
    if (!line.empty() && distance_m(line, at) < entity.number("width_m") / 2)
      road = Chosen{plan::Layer::road, entity.id()};
  });
  return road;
}

} // namespace

void Planning::click(Moment const& moment, std::optional<MapPoint> const& at) {
  if (moment.pointer.clicked) clicked_ = at ? std::optional(ChoosingClick{*at, moment.pointer.shift}) : std::nullopt;
  if (clicked_ && moment.picked) pick(moment, *std::exchange(clicked_, std::nullopt));
}

/// What a scenario put, as the picture has it.
std::optional<Chosen> Planning::standing_at(scene::Entity const& seen) {
  auto const& things = desk_.things();
  if (seen.kind != scene::EntityKind::mover || seen.index < scene::kStandingEntity) return std::nullopt;
  auto const i = seen.index - scene::kStandingEntity;
  return i < things.size() ? std::optional(Chosen{things[i].layer, things[i].id}) : std::nullopt;
}

/// The nearest works or device, else the line, else the parcel.
std::optional<Chosen> Planning::found_at(MapPoint at) {
  auto const& layout = desk_.session().layout();
  constexpr double kNear_m = 40;
  std::optional<Chosen> best;
  double best_m = kNear_m;
  for (auto const layer :
       {plan::Layer::hydrogen, plan::Layer::generator, plan::Layer::storage, plan::Layer::plant, plan::Layer::tank})
    layout.for_each(layer, [&](plan::Entity const& entity) {
      auto const middle = planner::middle_of(entity);
      double const away = middle ? distance_m(*middle, at) : best_m;
      if (away < best_m) best = Chosen{layer, entity.id()}, best_m = away;
    });
  if (!best) best = line_at(desk_.drawn(), layout, at);
  if (!best)
    if (auto const parcel = plan::parcel_at(layout, at)) best = Chosen{plan::Layer::parcel, *parcel};
  return best;
}

/// A planned thing in the picture, else what is there. Land is chosen alone.
void Planning::pick(Moment const& moment, ChoosingClick const& click) {
  auto picked = standing_at(*moment.picked);
  if (!picked) picked = found_at(click.at);
  if (!click.also) return desk_.choose(picked);
  if (picked && picked->layer != plan::Layer::parcel) desk_.choose_also(*picked);
}

/// The pointer is on something chosen: on its picture, or on the ground it stands on.
bool Planning::over_chosen(Moment const& moment, std::optional<MapPoint> const& at) {
  auto const& all = desk_.all_chosen();
  auto const seen = standing_at(moment.hovered);
  auto const& layout = desk_.session().layout();
  return std::ranges::any_of(all, [&](Chosen const& c) {
    auto const entity = layout.find(c.layer, c.id);
    if (!entity || c.layer == plan::Layer::parcel || has_line(*entity)) return false;
    auto const middle = planner::middle_of(*entity);
    return c == seen || (at && middle && distance_m(*at, *middle) < kChosenRing_m);
  });
}

/// What is between the press and the pointer, chosen once the button is up.
void Planning::pull_frame(Moment const& moment) {
  look_.frame.reach({moment.pointer.x, moment.pointer.y});
  GroundLines const ground(moment, around_.terrain);
  look_.framed = look_.frame.is_drawn()
                     ? things_in(look_.frame.box(), desk_.things(), [&](MapPoint p) { return ground.at(p); })
                     : std::vector<Chosen>();
  if (ImGui::IsMouseDown(0)) return;
  if (look_.frame.is_drawn()) desk_.choose_these(std::move(look_.framed));
  look_.frame.leave();
}

/// The picture and the quick engines follow; once the button is up it is one edit.
void Planning::pull_roof(Moment const& moment) {
  int const storeys = roof_.storeys(moment.pointer.y);
  storeys == 0 ? desk_.let_go() : desk_.hold_raised(storeys);
  if (ImGui::IsMouseDown(0)) return;
  roof_.leave();
  if (storeys != 0) desk_.raise(storeys);
}

void Planning::grab(std::optional<MapPoint> const& at) {
  auto const entity = desk_.entity();
  auto const middle = entity ? planner::middle_of(*entity) : std::nullopt;
  dragging_ = at && middle;
  if (dragging_) grabbed_ = {middle->east_m - at->east_m, middle->north_m - at->north_m};
}

/// The last place may come in one frame with the release. A mere click on one of several chooses that one.
void Planning::drag(Moment const& moment, std::optional<MapPoint> const& at) {
  bool const down = ImGui::IsMouseDown(0);
  float const pulled_px =
      std::hypot(moment.pointer.x - moment.pointer.pressed.x, moment.pointer.y - moment.pointer.pressed.y);
  if (at && (moment.pointer.moved || !down) && (desk_.in_hand() || pulled_px > kPull_px))
    desk_.hold_chosen({at->east_m + grabbed_.east_m, at->north_m + grabbed_.north_m});
  if (down) return;
  dragging_ = false;
  if (auto const held = desk_.in_hand())
    desk_.move(MapPoint(held->at));
  else if (desk_.all_chosen().size() > 1)
    click(moment, at);
}

} // namespace dalian::workplaces
