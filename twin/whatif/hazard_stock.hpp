#pragma once
// The vessels of a layout as twin/hazard takes them; what is missing is assumed, and said.
#include "twin/hazard/risk.hpp"
#include "twin/whatif/engine.hpp"

#include <array>

namespace dalian::whatif {

struct Vessel {
  std::string id;
  MapPoint at;
  hazard::Storage storage;
  std::array<double, 3> mass_kg{}; // low, value, high
  ContentHash state;               // of all but place and mass
};

/// In the order of ids; those that cannot be computed are findings.
std::vector<Vessel> vessels(Inputs const& inputs, hazard::Tables const& tables, plan::Findings& findings);

/// Reads that vessels() needs.
Slice vessel_slice();

} // namespace dalian::whatif
