#pragma once
// What is drawn of a scenario over the city, at the planner's workplace and where it is only shown.
#include "renderer/workplaces/ground_lines.hpp"
#include "twin/planner/things.hpp"

namespace dalian::workplaces {

/// Roads, routes, cuts. A closed road is dashed, so that it is told without its colour.
void draw_planned_lines(std::vector<planner::Drawn> const& lines, GroundLines const& ground, ui::Tokens const& t,
                        ui::DrawList& over);

/// Of the names of scenarios that are compared.
ui::TextStyle compared_style(ui::PanelKit const& kit, float unit);

} // namespace dalian::workplaces
