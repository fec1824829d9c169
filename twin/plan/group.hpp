#pragma once
// One edit of several things: all of it or nothing. Knows no tool; each thing brings its own.
#include "twin/plan/draft.hpp"

#include <functional>

namespace dalian::plan {

using Tool = std::function<Draft(Site const&)>;

struct GroupPart {
  Layer layer = Layer::building;
  std::string id; // what the tool is about; "" = nothing that is there, as for what is put
  Tool tool;
};

/// One after another: each finds the ground as those before it left it, and without those behind it, so that things
/// which change places are not in each other's way. Refused as a whole, with the errors of all that are refused, in
/// their order.
Draft all_or_none(Site const& site, std::vector<GroupPart> const& parts);

/// How many entities the errors are about.
std::size_t refused_things(Findings const& findings);

} // namespace dalian::plan
