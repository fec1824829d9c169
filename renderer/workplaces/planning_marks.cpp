// What the planner's workplace draws over the city.
#include "renderer/workplaces/planning_marks.hpp"

#include "renderer/workplaces/planning.hpp"
#include "renderer/workplaces/planning_words.hpp"

namespace dalian::workplaces {
namespace {

constexpr std::size_t kMostMarks = 60;
constexpr double kDash_m = 18;
constexpr float kChosen_px = 6;
constexpr double kOthers = 0.7; // opacity, beside what leads

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

void ring(plan::Entity const& entity, GroundLines const& ground, ui::Rgba ink, ui::DrawList& over) {
  if (plan::find_field(entity.layer(), "outline"))
    ground.outline(plan::to_map(entity.shape("outline")), ink, over);
  else if (has_line(entity))
    ground.path(plan::to_map(entity.shape("line")), kChosen_px, ink, over);
  else if (auto const middle = planner::middle_of(entity))
    ground.ring_about(*middle, kChosenRing_m, ink, over);
}

/// What is chosen, or would be by the frame; what leads is the clearest.
void chosen(PlanningDesk const& desk, PlanningLook const& look, GroundLines const& ground, ui::Tokens const& t,
            ui::DrawList& over) {
  auto const& all = look.frame.is_drawn() ? look.framed : desk.all_chosen();
  for (Chosen const& each : all)
    if (auto const entity = desk.session().layout().find(each.layer, each.id))
      ring(*entity, ground, each == all.front() ? t.accent : ui::faded(t.accent, kOthers), over);
}

/// About the places where it would be; what is raised stays where it is, and is ringed as chosen.
void in_hand(InHand const& held, GroundLines const& ground, ui::Tokens const& t, ui::DrawList& over) {
  ui::Rgba const ink = held.refusal ? t.of(ui::Status::critical) : t.accent;
  ground.ring_about(held.at, kChosenRing_m, ink, over);
  for (MapPoint const p : held.others)
    ground.ring_about(p, kChosenRing_m, ui::faded(ink, kOthers), over);
}

/// Of what is left of the line and what is right of it.
void names(PlanningDesk const& desk, Surroundings const& around, ui::ScreenPoint at, float unit, ui::DrawList& over) {
  auto const style = compared_style(around.kit, unit);
  auto const* other = desk.session().other();
  std::string const& name = desk.session().scenario().name;
  std::string const left = "A  " + (other != nullptr ? other->title() : around.kit.words("plan.base"));
  std::string const right = "B  " + (name.empty() ? around.kit.words("plan.scenario") : name);
  around.painter.draw(over, at.x - 2 * unit - around.painter.width(left, style), at.y, left, style);
  around.painter.draw(over, at.x + 2 * unit, at.y, right, style);
}

void swipe(PlanningDesk const& desk, PlanningLook const& look, Surroundings const& around, Moment const& moment,
           ui::DrawList& over) {
  ui::Box const& middle = moment.layout.middle;
  float const x = middle.x0 + look.swipe * middle.width(), unit = moment.layout.unit;
  auto const& t = around.kit.colours();
  over.stroke(x, middle.y0, x, middle.y1, 2, t.text);
  over.box({x - 1.5F * unit, middle.y0 + 0.45F * middle.height() - 2 * unit, x + 1.5F * unit,
            middle.y0 + 0.45F * middle.height() + 2 * unit},
           {t.raised, t.text, 1.5F, unit, 0, 0});
  names(desk, around, {x, middle.y0 + 4 * unit}, unit, over);
}

} // namespace

void draw_planned_lines(std::vector<planner::Drawn> const& lines, GroundLines const& ground, ui::Tokens const& t,
                        ui::DrawList& over) {
  for (planner::Drawn const& each : lines) {
    if (!each.closed) {
      ground.path(each.line, each.layer == plan::Layer::parcel ? 2 : 4, t.accent, over);
      continue;
    }
    auto const dashes = plan::stepped(each.line, kDash_m);
    for (std::size_t i = 0; i + 1 < dashes.size(); i += 2)
      ground.line(dashes[i], dashes[i + 1], 4, t.of(ui::Status::critical), over);
  }
}

ui::TextStyle compared_style(ui::PanelKit const& kit, float unit) {
  ui::TextStyle style;
  style.script = kit.language() == ui::Language::ja ? ui::Script::jp : ui::Script::sc;
  style.px = static_cast<int>(2 * unit);
  style.fill = ui::theme::kLabelText;
  style.halo = ui::theme::kHaloLand;
  return style;
}

void draw_planning_marks(PlanningDesk& desk, PlanningLook const& look, Surroundings const& around, Moment const& moment,
                         ui::DrawList& over) {
  GroundLines const ground(moment, around.terrain);
  auto const& t = around.kit.colours();
  Moment right = moment; // of the swipe: the scenario's
  if (look.comparing) right.layout.middle.x0 += look.swipe * right.layout.middle.width();
  draw_planned_lines(desk.drawn(), GroundLines(right, around.terrain), t, over);
  if (look.comparing) {
    Moment left = moment;
    left.layout.middle.x1 = right.layout.middle.x0;
    draw_planned_lines(desk.other_drawn(), GroundLines(left, around.terrain), t, over);
  }
  if (desk.in_hand() && desk.in_hand()->storeys == 0)
    in_hand(*desk.in_hand(), ground, t, over);
  else
    chosen(desk, look, ground, t, over);
  look.frame.draw(t, over);
  std::size_t shown = 0;
  for (planner::Mark const& each : desk.marks()) {
    auto const at = each.at ? ground.at(*each.at, 6) : std::nullopt;
    if (!at || each.finding.severity == plan::Severity::note) continue;
    mark(*at, each, t, 0.9F * moment.layout.unit, over);
    if (++shown == kMostMarks) break;
  }
  if (look.comparing) swipe(desk, look, around, moment, over);
}

} // namespace dalian::workplaces
