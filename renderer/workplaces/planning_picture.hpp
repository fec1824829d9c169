#pragma once
// A scenario as the city is drawn with it: things that stand on the ground, figures of parcels as a field over it.
#include "renderer/scene/standing_things.hpp"
#include "twin/planner/evaluator.hpp"
#include "twin/planner/things.hpp"
#include "twin/view/city_view.hpp"
#include "twin/view/field.hpp"

namespace dalian::workplaces {

/// Things as they are drawn, in their order; the picture names them by numbers from `first` on.
std::vector<scene::StandingThing> standing_of(std::vector<planner::Thing> const& things, view::Terrain const& terrain,
                                              std::size_t first = 0);

/// A column of parcels as a field over the city's lots, or how it moved; nothing where no engine has it.
std::optional<view::Field> parcel_field(planner::Answer const& answer, std::string const& column, bool change,
                                        view::City const& city);

} // namespace dalian::workplaces
