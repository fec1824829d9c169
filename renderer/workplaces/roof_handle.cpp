#include "renderer/workplaces/roof_handle.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::workplaces {
namespace {

constexpr float kAbove = 5, kReach = 2.2F, kArrow = 1; // in units of the screen's grid
constexpr float kLeastStorey = 0.9F;

/// One arrowhead of two, up and down.
void arrow(ui::ScreenPoint const& knob, float up, float r, ui::DartStyle const& style, ui::DrawList& over) {
  over.dart({knob.x, knob.y - up * 0.95F * r, 0, -up, r, -0.6F * r, r, -0.55F * r}, style);
}

} // namespace

void RoofHandle::follow(PlanningDesk const& desk, GroundLines const& ground, Moment const& moment) {
  unit_ = moment.layout.unit, least_x_ = moment.layout.middle.x0;
  place_.reset();
  auto const building = desk.raised();
  auto const thing = building ? planner::thing_of(*building) : std::nullopt;
  if (!thing) return;
  auto const foot = ground.at(thing->at), roof = ground.at(thing->at, thing->height_m);
  if (!foot || !roof) return;
  double const storeys = building->number("storeys");
  auto const storey_px = (foot->y - roof->y) / static_cast<float>(storeys);
  float const knob_y = std::max(roof->y - kAbove * unit_, moment.layout.middle.y0 + kReach * unit_);
  place_ = Place{
      *roof, {roof->x, knob_y, roof->distance_m}, std::max(storey_px, kLeastStorey * unit_), thing->height_m, storeys};
}

bool RoofHandle::over(ui::ScreenPoint at) const {
  return place_ && std::hypot(at.x - place_->knob.x, at.y - place_->knob.y) < kReach * unit_;
}

void RoofHandle::grab(ui::ScreenPoint at) {
  if (place_) held_ = Held{at.y, place_->storey_px};
}

int RoofHandle::storeys(float pointer_y) const {
  return held_ ? static_cast<int>(std::lround((held_->from_y - pointer_y) / held_->storey_px)) : 0;
}

void RoofHandle::draw(Surroundings const& around, bool refused, ui::DrawList& over) const {
  if (!place_) return;
  auto const& t = around.kit.colours();
  ui::Rgba const ink = refused ? t.of(ui::Status::critical) : t.accent;
  auto const& knob = place_->knob;
  float const r = kArrow * unit_;
  over.stroke(place_->roof.x, place_->roof.y, knob.x, knob.y, 2, ink);
  over.box({knob.x - 2 * unit_, knob.y - kReach * unit_, knob.x + 2 * unit_, knob.y + kReach * unit_},
           {t.glass, ink, held() ? 3.0F : 1.5F, unit_, 0, 0});
  for (float const up : {1.0F, -1.0F})
    arrow(knob, up, r, {ink, t.glass, 0}, over);
  label(around, over);
}

/// Left of the knob, where no tooltip of the pointer is, unless a panel begins there.
void RoofHandle::label(Surroundings const& around, ui::DrawList& over) const {
  auto& kit = around.kit;
  std::string const storeys =
      place_->storeys == 1 ? kit.words("plan.storey") : kit.words("plan.storeys", fmt::format("{}", place_->storeys));
  std::string const text = fmt::format("{:.1f} m · {}", place_->height_m, storeys);
  kit.note("planned.roof", text);
  kit.note("planned.roof.at", fmt::format("{:.0f} {:.0f}", place_->knob.x, place_->knob.y));
  ui::TextStyle style;
  style.script = kit.language() == ui::Language::ja ? ui::Script::jp : ui::Script::sc;
  style.px = static_cast<int>(1.75F * unit_);
  style.fill = kit.colours().text;
  float const width = around.painter.width(text, style) + 2 * unit_, aside = 3 * unit_, y = place_->knob.y;
  float const left = place_->knob.x - aside - width;
  float const x = left > least_x_ ? left : place_->knob.x + aside;
  over.box({x, y - 1.6F * unit_, x + width, y + 1.6F * unit_},
           {kit.colours().glass, kit.colours().edge, 1, unit_ / 2, 0, 0});
  around.painter.draw(over, x + unit_, y + 0.6F * unit_, text, style);
}

} // namespace dalian::workplaces
