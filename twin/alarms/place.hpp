#pragma once
// Where a rule looks: an area, or a corridor along a line. Immutable; metres on the map.
#include "twin/state/area.hpp"

#include <string>
#include <variant>

namespace dalian::alarms {

struct Corridor {
  state::EdgeStrips line;
  double half_width_m;
};

struct Place {
  std::string id;
  std::variant<state::Area, Corridor> shape;

  bool contains(MapPoint p) const {
    if (auto const* area = std::get_if<state::Area>(&shape)) return area->contains(p);
    auto const& corridor = std::get<Corridor>(shape);
    return corridor.line.distance_m(p, corridor.half_width_m) < corridor.half_width_m;
  }
};

} // namespace dalian::alarms
