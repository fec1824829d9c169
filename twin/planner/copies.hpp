#pragma once
// Things as they are kept to be put elsewhere, in the same scenario or another: their fields and their shape. Knows no
// session.
#include "twin/plan/tools.hpp"

namespace dalian::planner {

struct Copied {
  plan::Layer layer = plan::Layer::building;
  plan::Fields fields; // those that are given, but for what says or follows from where it stands
  plan::MapLine shape; // one place of a point
};
/// Nothing of what has no place.
std::optional<Copied> copied(plan::Entity const& entity);
/// Of its point or outline.
MapPoint middle_of(Copied const& thing);

/// As far from where it was kept as is told, with an id of its own. Refused where it may not stand, and for layers that
/// plan::place() does not place.
plan::Draft put_copy(plan::Site const& site, Copied const& thing, double east_m, double north_m);

} // namespace dalian::planner
