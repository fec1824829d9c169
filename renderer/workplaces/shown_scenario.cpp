#include "renderer/workplaces/shown_scenario.hpp"

#include "renderer/workplaces/ground_lines.hpp"
#include "renderer/workplaces/planning_marks.hpp"
#include "renderer/workplaces/planning_picture.hpp"
#include "twin/app/planner_setup.hpp"
#include "twin/planner/bundle.hpp"

namespace dalian::workplaces {

Result<std::unique_ptr<ShownScenario>> ShownScenario::read(std::filesystem::path file, Surroundings const& around) {
  auto setup = app::read_planner_setup(around.assets);
  if (!setup) return Error{setup.error()};
  auto out = std::unique_ptr<ShownScenario>(new ShownScenario(around, std::move(file), std::move(setup->base)));
  if (auto const read = out->look(); !read) return Error{read.error()};
  return out;
}

Status ShownScenario::look() {
  auto const scenario = planner::read_scenario_of(file_.path());
  if (!scenario) return Error{scenario.error()};
  if (scenario->base != base_.hash())
    return Error{file_.path().string() + ": holds a scenario of another layout: choose another file"};
  auto const layout = plan::apply_all(base_, scenario->edits).layout;
  name_ = scenario->name.empty() ? file_.path().stem().string() : scenario->name;
  lines_ = planner::drawn_of(base_, layout);
  standing_ = std::make_shared<std::vector<scene::StandingThing> const>(
      standing_of(planner::things_of(base_, layout), around_.terrain));
  return {};
}

void ShownScenario::draw(Moment const& moment, Wishes& wishes, ui::DrawList& over) {
  if (file_.changed(moment.wall_s))
    if (auto const read = look(); !read) wishes.notices.push_back(read.error());
  wishes.standing = standing_;
  Moment whole = moment; // nothing covers a screen of a wall
  whole.layout.middle = {0, 0, static_cast<float>(moment.view.width), static_cast<float>(moment.view.height)};
  draw_planned_lines(lines_, GroundLines(whole, around_.terrain), around_.kit.colours(), over);
  auto const style = compared_style(around_.kit, moment.layout.unit);
  around_.painter.draw(over, 3 * moment.layout.unit, 5 * moment.layout.unit, name_, style);
}

} // namespace dalian::workplaces
