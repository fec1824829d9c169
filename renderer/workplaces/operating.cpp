#include "renderer/workplaces/operating.hpp"

#include "renderer/scene/mover_scene.hpp"
#include "renderer/workplaces/route_deviation.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::workplaces {
namespace {

constexpr double kChase_m = 38, kChasePitch_rad = -0.32, kChaseField_rad = 0.75;
constexpr double kShownFrom_m = 3; // deviations smaller than a lane are not drawn

} // namespace

void Operating::enter(Moment const&) {
  entered_ = true;
}

Wishes Operating::draw(Moment const& moment, ui::DrawList& over) {
  Wishes wishes;
  if (std::exchange(entered_, false)) wishes.layers = std::set<std::string>{"corridor"};
  auto const fleet = fleet_now(moment);
  fleet_.draw(moment.layout.left, moment, fleet, wishes);
  alarms_.draw(moment.layout.left_low, moment, wishes);
  card_.draw(moment.layout.right, moment, fleet, wishes);
  MapPoint here{moment.camera.position.x, moment.camera.position.y};
  if (auto const middle = moment.view.on_plane(moment.view.width / 2.0, moment.view.height / 2.0))
    here = {middle->x, middle->y};
  bool const mover = moment.selected.kind == scene::EntityKind::mover;
  for (FleetLine const& line : fleet) {
    if (!mover || line.row.handle != moment.selected.index) continue;
    here = line.row.position;
    draw_deviation(line.row, moment, over);
  }
  signals_.draw(moment.layout.right_low, moment, here);
  if (wishes.select || wishes.fly_to) card_.stop_chase();
  chase(moment, wishes);
  tell_outcomes(wishes);
  return wishes;
}

std::vector<FleetLine> Operating::fleet_now(Moment const& moment) {
  auto rows = view::fleet_of(moment.twin->snapshot(), moment.now);
  if (version_ != moment.twin->version()) meter_.look(rows, moment.now);
  version_ = moment.twin->version();
  std::vector<FleetLine> lines;
  for (view::FleetRow& row : rows) {
    auto const delivery = meter_.of(row.handle);
    lines.push_back({std::move(row), delivery});
  }
  return lines;
}

/// Behind and above the vehicle, as it drives.
void Operating::chase(Moment const& moment, Wishes& wishes) {
  if (!card_.chasing()) return;
  auto const& movers = moment.twin->movers();
  auto const it = std::ranges::find(movers, moment.selected.index, &view::Mover::handle);
  if (it == movers.end()) return card_.stop_chase();
  auto const at = scene::carry_on(*it, moment.now);
  wishes.stand =
      scene::looking_at(at.position + glm::dvec3(0, 0, 2), kChase_m, at.heading_rad, kChasePitch_rad, kChaseField_rad);
  wishes.go_on = true;
}

/// A line from the vehicle to the nearest point of its route, with the distance.
void Operating::draw_deviation(view::FleetRow const& row, Moment const& moment, ui::DrawList& over) {
  auto const away = deviation_from(around_.city, row.route, row.position);
  if (!away || away->metres < kShownFrom_m) return;
  auto const up = static_cast<double>(away->height_m) + 0.5;
  auto const from = moment.view.project({row.position.east_m, row.position.north_m, up});
  auto const to = moment.view.project({away->on_route.east_m, away->on_route.north_m, up});
  if (!from || !to) return;
  auto const scale = static_cast<float>(around_.kit.scale());
  over.stroke(from->x, from->y, to->x, to->y, 4.5F * scale, ui::theme::kMarkEdge);
  over.stroke(from->x, from->y, to->x, to->y, 2.5F * scale, around_.kit.colours().of(ui::Status::high));
  ui::TextStyle style;
  style.px = static_cast<int>(16 * scale);
  style.halo = ui::theme::kHaloLand;
  around_.painter.draw(over, (from->x + to->x) / 2 + 14 * scale, (from->y + to->y) / 2 + 22 * scale,
                       fmt::format("{:.1f} m", away->metres), style);
}

void Operating::tell_outcomes(Wishes& wishes) {
  ui::PanelKit const& kit = around_.kit;
  constexpr std::array kDone{"alarms.done", "incident.done", "shift.done"};
  for (app::Outcome const& outcome : around_.service.take_outcomes())
    wishes.notices.push_back(outcome.done ? kit.words(kDone[static_cast<std::size_t>(outcome.of)], outcome.detail)
                                          : outcome.detail);
}

} // namespace dalian::workplaces
