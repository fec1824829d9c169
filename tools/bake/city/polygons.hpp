#pragma once
// Set operations on rings in map metres, by GEOS. Rings come in simple and go out counter-clockwise. Knows no city.
#include "tools/bake/city/geometry.hpp"

#include <vector>

namespace dalian::bake {

/// A part of a ring; `area_m2` is without its holes, which the ring does not show.
struct Piece {
  Ring ring;
  double area_m2;
};

/// A line with its half width: the strip of land it takes.
struct Strip {
  Line line;
  double half_width_m;
};

/// What is left of `ring` when the strips are taken away; empty when nothing is.
std::vector<Piece> cut_away(Ring const& ring, std::vector<Strip> const& strips);

/// The common parts of two rings; those that touch along an edge alone have none.
std::vector<Piece> common_parts(Ring const& a, Ring const& b);

} // namespace dalian::bake
