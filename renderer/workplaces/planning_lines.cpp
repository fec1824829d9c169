// What a planner does to roads and other lines: drawn, closed, opened again.
#include "renderer/workplaces/planning_desk.hpp"

#include <fmt/format.h>

namespace dalian::workplaces {

void PlanningDesk::hold(LineItem const& item, plan::MapLine const& line) {
  hold(line.back(), [&](plan::Site const& site) { return item.tool(site, line); });
}

void PlanningDesk::draw(LineItem const& item, plan::MapLine const& line) {
  auto const before = session_->layout();
  take(session_->use(fmt::format("draw {}", item.key), [&](plan::Site const& site) { return item.tool(site, line); }),
       fmt::format("plan.draw.{}", item.key));
  for (Chosen const& added : added_since(before)) // the last of its kind: roads that it meets are divided
    if (added.layer == item.layer) choose(added);
}

void PlanningDesk::close_or_open() {
  auto const road = entity();
  if (!road || road->layer() != plan::Layer::road) return;
  bool const closed = road->flag("closed");
  plan::Closing closing;
  closing.roads = {road->id()};
  closing.opens_again = closed;
  take(session_->use(fmt::format("{} {}", closed ? "open" : "close", road->id()),
                     [&](plan::Site const& site) { return plan::close_roads(site, closing); }),
       closed ? "plan.road_opened" : "plan.road_closed");
}

} // namespace dalian::workplaces
