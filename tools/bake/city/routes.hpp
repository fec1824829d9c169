#pragma once
// Roads, railways, rivers and test routes: smoothed lines of the drawn ones, and roads made up under the test routes
// where none is drawn. Heights come later (profile.hpp).
#include "tools/bake/city/landscape.hpp"
#include "twin/layout/city.hpp"

#include <vector>

namespace dalian::bake {

/// In the order in which heights are given: rivers, railways, expressways, roads, made-up roads, test routes.
Result<std::vector<layout::Route>> make_routes(Sources const& sources);

/// Wheels on tarmac, meeting at grade.
bool is_road(layout::RouteClass kind);
bool is_rail(layout::RouteClass kind);

} // namespace dalian::bake
