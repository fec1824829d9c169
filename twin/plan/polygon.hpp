#pragma once
// Areas on the map by GEOS: metres of UTM 51N. Every function is pure and may be called from any thread.
#include "twin/plan/value.hpp"

#include <vector>

namespace dalian::plan {

using MapRing = std::vector<MapPoint>; // without the repeated last point
using MapLine = std::vector<MapPoint>;

MapLine to_map(Shape const& shape);
/// Degrees rounded to 1e-7 (a centimetre), so that an edit reads well.
Shape to_shape(MapLine const& points);

/// Positive when counter-clockwise; of a ring that does not cross itself.
double signed_area_m2(MapRing const& ring);
/// Of the ellipsoid rather than of the map: divided by the square of the point scale at the ring's middle.
double true_area_m2(MapRing const& ring);
double length_m(MapLine const& line);
MapPoint centroid(MapRing const& ring); // of a ring with an area
bool is_simple(MapRing const& ring);    // neither crosses nor touches itself, and has an area
bool contains(MapRing const& ring, MapPoint p);

/// A line with the half-width of what runs along it.
struct Strip {
  MapLine line;
  double half_m = 0;
};

/// What is left of a simple ring without the strips, as their areas' sum and as rings without their holes.
struct Remainder {
  double area_m2 = 0;
  std::vector<MapRing> rings; // in a fixed order
};
Remainder cut_away(MapRing const& ring, std::vector<Strip> const& strips);

/// Of two simple rings.
double common_area_m2(MapRing const& a, MapRing const& b);

/// The parts of a simple ring left and right of a line across it; the union of simple rings where that is one ring
/// without holes, else nothing.
std::vector<MapRing> split(MapRing const& ring, MapLine const& line);
std::optional<MapRing> join(std::vector<MapRing> const& rings);

} // namespace dalian::plan
