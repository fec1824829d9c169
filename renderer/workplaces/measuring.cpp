#include "renderer/workplaces/measuring.hpp"

#include "renderer/workplaces/ground_lines.hpp"

#include <cmath>
#include <fmt/format.h>
#include <imgui.h>
#include <numbers>

namespace dalian::workplaces {
namespace {

MapPoint halfway(MapPoint a, MapPoint b) {
  return {(a.east_m + b.east_m) / 2, (a.north_m + b.north_m) / 2};
}

double bearing_deg(MapPoint a, MapPoint b) {
  double const grid = std::atan2(b.east_m - a.east_m, b.north_m - a.north_m);
  double const degrees = (grid + meridian_convergence_rad(to_geo(a))) * 180 / std::numbers::pi;
  return std::fmod(degrees + 720, 360);
}

std::string grouped(double value) { // with a space that Noto Sans CJK has
  std::string text = fmt::format("{:.0f}", value);
  for (auto at = static_cast<int>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), "\u00a0");
  return text;
}

} // namespace

Measured measured(std::vector<MapPoint> const& places) {
  Measured out;
  double twice_area = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    MapPoint const a = places[i], b = places[(i + 1) % places.size()], origin = places[0];
    twice_area += (a.east_m - origin.east_m) * (b.north_m - origin.north_m) -
                  (b.east_m - origin.east_m) * (a.north_m - origin.north_m);
    if (i + 1 < places.size()) out.length_m += out.last_m = true_distance_m(a, b);
  }
  if (places.size() >= 2) out.bearing_deg = bearing_deg(places[places.size() - 2], places.back());
  if (places.size() >= 3) out.area_m2 = std::abs(twice_area) / 2 / std::pow(point_scale(to_geo(places[0])), 2);
  return out;
}

std::string length_text(double metres) {
  return metres < 1000 ? fmt::format("{:.0f} m", metres) : fmt::format("{:.2f} km", metres / 1000);
}

std::string area_text(double square_metres) {
  if (square_metres < 1e4) return grouped(square_metres) + " m²";
  if (square_metres < 1e6) return fmt::format("{:.2f} ha", square_metres / 1e4);
  return fmt::format("{:.2f} km²", square_metres / 1e6);
}

void Measuring::draw(Moment const& moment, Wishes& wishes, ui::DrawList& over) {
  if (!open_) return;
  keys(moment);
  if (moment.pointer.clicked)
    if (auto const ground = moment.ground(around_.terrain)) places_.push_back({ground->x, ground->y});
  wishes.keeps_clicks = true;
  wishes.quiet = false;
  panel(moment);
  section_.draw(places_, moment, wishes);
  lines(moment, over);
}

/// Enter stands for a click where the pointer is, or in the middle of the picture when it is on none of it.
void Measuring::keys(Moment const& moment) {
  ui::PanelKit const& kit = around_.kit;
  if (kit.key(ui::PanelKit::kEnter) && !ImGui::GetIO().WantTextInput) {
    Moment here = moment;
    if (!here.pointer.inside) {
      ui::Box const& middle = moment.layout.middle;
      here.pointer = {(middle.x0 + middle.x1) / 2, (middle.y0 + middle.y1) / 2, true, false, false};
    }
    if (auto const ground = here.ground(around_.terrain)) places_.push_back({ground->x, ground->y});
  }
  if (kit.key(ui::PanelKit::kBackspace) && !places_.empty()) places_.pop_back();
  if (kit.key(ui::PanelKit::kEscape)) {
    if (places_.empty()) open_ = false;
    places_.clear();
  }
}

void Measuring::panel(Moment const& moment) {
  ui::PanelKit& kit = around_.kit;
  ImGui::PushFont(kit.fonts().small);
  ImGui::SetNextWindowSizeConstraints({360 * kit.scale(), 0}, {360 * kit.scale(), 10000});
  ui::Box const& middle = moment.layout.middle;
  if (kit.begin("measure", (middle.x0 + middle.x1) / 2, std::max(middle.y0, kit.below_bar()) + moment.layout.unit, 0.5F,
                0)) {
    kit.heading("measure");
    auto const all = measured(places_);
    if (ImGui::BeginTable("measured", 2, ImGuiTableFlags_SizingStretchProp)) { // else it is as narrow as a letter
      ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthStretch, 0.4F);
      ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 0.6F);
      if (places_.size() >= 2) {
        kit.row("measure.length", length_text(all.length_m));
        kit.row("measure.last", fmt::format("{} · {:03.0f}°", length_text(all.last_m), *all.bearing_deg));
        GroundLines const ground(moment, around_.terrain);
        double const from_m = ground.height_m(places_.front()), to_m = ground.height_m(places_.back());
        double const by_m = std::round(to_m - from_m) + 0.0; // no "-0"
        kit.row("measure.height", fmt::format("{:.0f} → {:.0f} m · {:+.0f} m", from_m, to_m, by_m));
      }
      if (places_.size() >= 3) kit.row("measure.area", area_text(all.area_m2));
      ImGui::EndTable();
    }
    kit.second_text("measure.hint", kit.words("measure.hint"));
  }
  kit.end();
  ImGui::PopFont();
}

void Measuring::label(ui::ScreenPoint at, std::string const& text, float unit, ui::DrawList& over) {
  ui::TextStyle style;
  style.px = static_cast<int>(2 * unit);
  style.fill = ui::theme::kLabelText;
  style.halo = ui::theme::kHaloLand;
  around_.painter.draw(over, at.x + unit, at.y - unit, text, style);
}

void Measuring::lines(Moment const& moment, ui::DrawList& over) {
  GroundLines const ground(moment, around_.terrain);
  ui::Rgba const ink = around_.kit.colours().accent;
  float const unit = moment.layout.unit;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (i > 0) ground.line(places_[i - 1], places_[i], 3, ink, over);
    if (auto const at = ground.at(places_[i]))
      over.box({at->x - unit / 2, at->y - unit / 2, at->x + unit / 2, at->y + unit / 2},
               {ink, ui::theme::kLabelText, 1.5F, unit / 2, 0, 0});
    auto const middle = i > 0 ? ground.at(halfway(places_[i - 1], places_[i])) : std::nullopt;
    if (middle) label(*middle, length_text(true_distance_m(places_[i - 1], places_[i])), unit, over);
  }
  auto const pointed = section_.pointed() ? ground.at(*section_.pointed()) : std::nullopt;
  if (pointed)
    over.box({pointed->x - unit, pointed->y - unit, pointed->x + unit, pointed->y + unit},
             {ui::faded(ink, 0.35), ui::theme::kLabelText, 2.5F, unit, 0, 0});
  if (places_.size() >= 3) ground.line(places_.back(), places_.front(), 1.5F, ui::faded(ink, 0.7), over);
}

} // namespace dalian::workplaces
