#pragma once
// The plan's zones: outlines in map metres, triangles for drawing, areas checked against the plan.
#include "tools/bake/city/landscape.hpp"
#include "twin/layout/city.hpp"

#include <string>
#include <vector>

namespace dalian::bake {

/// Ear clipping (Meisters 1975) of a simple counter-clockwise ring: n − 2 triangles.
std::vector<layout::Triangle> triangulate(Ring const& ring);

std::vector<layout::Zone> make_zones(Sources const& sources);

/// One line per zone: plan and geodesic area, difference, triangles. `ok` is false when an outline is not simple, an
/// area is off by more than 0.1 %, or the triangles do not add up to the outline within 1e-9.
struct ZoneCheck {
  bool ok = true;
  std::string table;
};
ZoneCheck check_zones(std::vector<layout::Zone> const& zones);

} // namespace dalian::bake
