// What the planner's workplace draws over the city.
#include "renderer/workplaces/planning.hpp"

#include <array>
#include <cmath>

namespace dalian::workplaces {
namespace {

constexpr std::size_t kMostMarks = 60;

ui::Status status_of(plan::Severity severity) {
  constexpr std::array kStatus{ui::Status::critical, ui::Status::high, ui::Status::low};
  return kStatus[static_cast<std::size_t>(severity)];
}

struct Ground {
  Moment const& moment;
  view::Terrain const& terrain;

  std::optional<ui::ScreenPoint> at(MapPoint p, double above_m = 0) const {
    double const up_m = std::max(0.0, static_cast<double>(terrain.height_at(p))) + above_m;
    auto const point = moment.view.project({p.east_m, p.north_m, up_m});
    ui::Box const& middle = moment.layout.middle;
    bool const inside =
        point && point->x > middle.x0 && point->x < middle.x1 && point->y > middle.y0 && point->y < middle.y1;
    return inside ? point : std::nullopt;
  }
};

void outline(Ground const& ground, plan::MapRing const& ring, ui::Rgba ink, ui::DrawList& over) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    MapPoint const from = ring[i], to = ring[(i + 1) % ring.size()];
    int const steps = std::max(1, static_cast<int>(distance_m(from, to) / 40));
    for (int k = 0; k < steps; ++k) { // pieces, so that it lies on the ground
      auto const along = [&](double t) {
        return MapPoint{from.east_m + t * (to.east_m - from.east_m), from.north_m + t * (to.north_m - from.north_m)};
      };
      auto const a = ground.at(along(static_cast<double>(k) / steps)), b = ground.at(along((k + 1.0) / steps));
      if (a && b) over.stroke(a->x, a->y, b->x, b->y, 2, ink);
    }
  }
}

void ring_about(Ground const& ground, MapPoint middle, double radius_m, ui::Rgba ink, ui::DrawList& over) {
  plan::MapRing ring;
  for (int i = 0; i < 32; ++i) {
    double const angle = i * 6.283185307179586 / 32;
    ring.push_back({middle.east_m + radius_m * std::cos(angle), middle.north_m + radius_m * std::sin(angle)});
  }
  outline(ground, ring, ink, over);
}

void mark(ui::ScreenPoint const& at, planner::Mark const& mark, ui::Tokens const& t, float size, ui::DrawList& over) {
  auto const ink = t.of(status_of(mark.finding.severity));
  auto const paint = mark.fresh ? ink : ui::faded(ink, 0.6);
  float const r = mark.fresh ? size : 0.7F * size;
  over.stroke(at.x, at.y, at.x, at.y - 2.4F * r, 2, paint);
  if (mark.finding.severity == plan::Severity::error) // shape as well as colour
    over.box({at.x - r, at.y - 4.2F * r, at.x + r, at.y - 2.2F * r}, {paint, t.glass, 1.5F, 3, 0, 0});
  else
    over.dart({at.x, at.y - 3.2F * r, 0, -1, 1.2F * r, -0.8F * r, 1.1F * r, -0.8F * r}, {paint, t.glass, 1.5F});
}

void chosen(PlanningDesk const& desk, Ground const& ground, ui::Tokens const& t, ui::DrawList& over) {
  auto const entity = desk.entity();
  if (!entity) return;
  if (plan::find_field(entity->layer(), "outline"))
    outline(ground, plan::to_map(entity->shape("outline")), t.accent, over);
  else if (auto const middle = planner::middle_of(*entity))
    ring_about(ground, *middle, kChosenRing_m, t.accent, over);
}

void swipe(PlanningLook const& look, Surroundings const& around, Moment const& moment, ui::DrawList& over) {
  ui::Box const& middle = moment.layout.middle;
  float const x = middle.x0 + look.swipe * middle.width(), unit = moment.layout.unit;
  auto const& t = around.kit.colours();
  over.stroke(x, middle.y0, x, middle.y1, 2, t.text);
  over.box({x - 1.5F * unit, middle.y0 + 0.45F * middle.height() - 2 * unit, x + 1.5F * unit,
            middle.y0 + 0.45F * middle.height() + 2 * unit},
           {t.raised, t.text, 1.5F, unit, 0, 0});
  ui::TextStyle style;
  style.script = around.kit.language() == ui::Language::ja ? ui::Script::jp : ui::Script::sc;
  style.px = static_cast<int>(2 * unit);
  style.fill = ui::theme::kLabelText;
  style.halo = ui::theme::kHaloLand;
  auto const& base = around.kit.words("plan.base");
  auto const& scenario = around.kit.words("plan.scenario");
  around.painter.draw(over, x - 2 * unit - around.painter.width("A  " + base, style), middle.y0 + 4 * unit,
                      "A  " + base, style);
  around.painter.draw(over, x + 2 * unit, middle.y0 + 4 * unit, "B  " + scenario, style);
}

} // namespace

void draw_planning_marks(PlanningDesk& desk, PlanningLook const& look, Surroundings const& around, Moment const& moment,
                         ui::DrawList& over) {
  Ground const ground{moment, around.terrain};
  auto const& t = around.kit.colours();
  if (desk.in_hand())
    ring_about(ground, desk.in_hand()->at, kChosenRing_m,
               desk.in_hand()->refusal ? t.of(ui::Status::critical) : t.accent, over);
  else
    chosen(desk, ground, t, over);
  std::size_t shown = 0;
  for (planner::Mark const& each : desk.marks()) {
    auto const at = each.at ? ground.at(*each.at, 6) : std::nullopt;
    if (!at || each.finding.severity == plan::Severity::note) continue;
    mark(*at, each, t, 0.9F * moment.layout.unit, over);
    if (++shown == kMostMarks) break;
  }
  if (look.comparing) swipe(look, around, moment, over);
}

} // namespace dalian::workplaces
