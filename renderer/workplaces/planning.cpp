#include "renderer/workplaces/planning.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dalian::workplaces {
namespace {

constexpr double kTurn_deg = 15;
constexpr float kGrab_px = 10; // beside the swipe
constexpr float kPull_px = 4;  // less is a click

float swipe_x(Moment const& moment, PlanningLook const& look) {
  return moment.layout.middle.x0 + look.swipe * moment.layout.middle.width();
}

} // namespace

Planning::Planning(Surroundings const& around)
    : around_(around), desk_(around.assets, scenario_folder()), panels_(around) {}

void Planning::keys() {
  using ui::PanelKit;
  PanelKit const& kit = around_.kit;
  auto const control = [&](char letter) { return kit.key(PanelKit::kControl | letter); };
  if (control('Z')) desk_.undo();
  if (control('Y')) desk_.redo();
  if (control('S')) desk_.save();
  if (control('D')) desk_.duplicate();
  if (control('R')) desk_.report(std::string(ui::code(kit.language())));
  if (kit.key(PanelKit::kDelete)) desk_.remove();
  if (kit.key(',')) desk_.turn(-kTurn_deg);
  if (kit.key('.')) desk_.turn(kTurn_deg);
  if (kit.key('B')) look_.comparing = !look_.comparing;
  if (kit.key('N')) { // through the palette, then nothing in hand
    std::size_t const next = look_.tool ? *look_.tool + 1 : 0;
    look_.tool = next < palette().size() ? std::optional(next) : std::nullopt;
    desk_.let_go();
  }
  if (kit.key(PanelKit::kEscape)) {
    if (!look_.tool && !dragging_) desk_.choose(std::nullopt);
    look_.tool.reset();
    dragging_ = false;
    desk_.let_go();
  }
}

/// A planned thing in the picture, else the nearest works or device, else the parcel.
void Planning::pick(Moment const& moment, MapPoint at) {
  auto const& things = desk_.things();
  if (moment.picked && moment.picked->kind == scene::EntityKind::mover &&
      moment.picked->index >= scene::kStandingEntity) {
    auto const i = moment.picked->index - scene::kStandingEntity;
    if (i < things.size()) return desk_.choose(Chosen{things[i].layer, things[i].id});
  }
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
  if (!best)
    if (auto const parcel = plan::parcel_at(layout, at)) best = Chosen{plan::Layer::parcel, *parcel};
  desk_.choose(best);
}

/// The pointer is on what is chosen: on its picture, or on the ground it stands on.
bool Planning::over_chosen(Moment const& moment, std::optional<MapPoint> const& at) {
  auto const entity = desk_.entity();
  if (!entity || entity->layer() == plan::Layer::parcel) return false;
  auto const& things = desk_.things();
  auto const number = moment.hovered.index - scene::kStandingEntity;
  if (moment.hovered.kind == scene::EntityKind::mover && moment.hovered.index >= scene::kStandingEntity &&
      number < things.size() && Chosen{things[number].layer, things[number].id} == *desk_.chosen())
    return true;
  auto const middle = planner::middle_of(*entity);
  return at && middle && distance_m(*at, *middle) < kChosenRing_m;
}

void Planning::grab(Moment const& moment, std::optional<MapPoint> const& at) {
  auto const entity = desk_.entity();
  auto const middle = entity ? planner::middle_of(*entity) : std::nullopt;
  dragging_ = at && middle;
  pressed_ = moment.pointer;
  if (dragging_) grabbed_ = {middle->east_m - at->east_m, middle->north_m - at->north_m};
}

/// The last place may come in one frame with the release.
void Planning::drag(Moment const& moment, std::optional<MapPoint> const& at) {
  bool const down = ImGui::IsMouseDown(0);
  float const pulled_px = std::hypot(moment.pointer.x - pressed_.x, moment.pointer.y - pressed_.y);
  if (at && (moment.pointer.moved || !down) && (desk_.in_hand() || pulled_px > kPull_px))
    desk_.hold_chosen({at->east_m + grabbed_.east_m, at->north_m + grabbed_.north_m});
  if (down) return;
  dragging_ = false;
  if (auto const held = desk_.in_hand()) desk_.move(MapPoint(held->at));
}

void Planning::point(Moment const& moment, Wishes& wishes) {
  auto const ground = moment.pointer.inside ? moment.ground(around_.terrain) : std::nullopt;
  std::optional<MapPoint> const at = ground ? std::optional(MapPoint{ground->x, ground->y}) : std::nullopt;
  bool const on_chosen = !look_.tool && over_chosen(moment, at);
  if (ImGui::IsMouseClicked(0) && moment.pointer.inside) {
    if (look_.comparing && std::abs(moment.pointer.x - swipe_x(moment, look_)) < kGrab_px)
      swiping_ = true;
    else if (on_chosen)
      grab(moment, at);
  }
  if (swiping_)
    look_.swipe = std::clamp((moment.pointer.x - moment.layout.middle.x0) / moment.layout.middle.width(), 0.0F, 1.0F);
  swiping_ = swiping_ && ImGui::IsMouseDown(0);
  wishes.keeps_drag = dragging_ || swiping_ || on_chosen;
  wishes.keeps_clicks = true;
  if (dragging_) return drag(moment, at);
  if (!look_.tool) {
    if (moment.pointer.clicked) clicked_ = at;
    if (clicked_ && moment.picked) pick(moment, *std::exchange(clicked_, std::nullopt));
    return;
  }
  if (!at) return desk_.let_go();
  desk_.hold(palette()[*look_.tool], *at);
  if (!moment.pointer.clicked) return;
  desk_.put(palette()[*look_.tool], *at);
  if (!desk_.said().refused) look_.tool.reset();
}

void Planning::wish_things(Moment const& moment, Wishes& wishes) {
  auto standing = standing_of(desk_.things(), around_.terrain);
  if (look_.comparing)
    std::erase_if(standing, [&](scene::StandingThing const& t) {
      auto const at = moment.view.project({t.at.east_m, t.at.north_m, t.ground_m});
      return !at || at->x < swipe_x(moment, look_);
    });
  if (!standing_ || *standing_ != standing)
    standing_ = std::make_shared<std::vector<scene::StandingThing> const>(std::move(standing));
  wishes.standing = standing_;
}

void Planning::wish_field(Wishes& wishes) {
  auto const answer = desk_.session().answer();
  std::string const name = look_.column + (look_.change ? "+" : "");
  if (answer != field_of_ || name != field_name_) {
    field_of_ = answer;
    field_name_ = name;
    auto field = answer && !look_.column.empty() ? parcel_field(*answer, look_.column, look_.change, around_.city)
                                                 : std::nullopt;
    field_ = field ? std::make_shared<view::Field const>(std::move(*field)) : nullptr;
  }
  wishes.field = field_;
}

Wishes Planning::draw(Moment const& moment, ui::DrawList& over) {
  Wishes wishes;
  if (!desk_.ready()) {
    panels_.draw_waiting(desk_, moment);
    wishes.go_on = desk_.trouble().empty();
    return wishes;
  }
  keys();
  point(moment, wishes);
  panels_.draw(desk_, look_, moment, wishes);
  draw_planning_marks(desk_, look_, around_, moment, over);
  wish_things(moment, wishes);
  wish_field(wishes);
  wishes.go_on = desk_.session().busy();
  return wishes;
}

} // namespace dalian::workplaces
