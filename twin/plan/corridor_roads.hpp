#pragma once
// Rule road-under-corridor: where a route for connected cars is drawn and no road, there is one, as in the baked city.
#include "twin/plan/layout.hpp"

namespace dalian::plan {

/// Roads "road-under-<corridor>-<n>", modelled; none for a corridor that says which road it runs along.
std::vector<Row> roads_under_corridors(Layout const& layout);

} // namespace dalian::plan
