#pragma once
// Where water and roads are: what of city and terrain tells a ship on land from one at sea and a car off the road. A
// hundredth of their size, so that a twin without a screen starts without reading them.
#include "twin/layout/city.hpp"
#include "twin/layout/terrain.hpp"

#include <cstdint>
#include <vector>

namespace dalian::layout {

/// A bit for each sample of a terrain grid, laid out as there.
struct WaterGrid {
  MapPoint origin;
  double spacing_m = 0;
  std::uint32_t columns = 0, rows = 0;
  std::vector<std::uint64_t> bits; // row by row, the lowest bit first; (columns · rows + 63) / 64 words

  bool contains(MapPoint p) const;
  /// Of the nearest sample, outside of the nearest at the edge.
  bool water_at(MapPoint p) const;
};

/// A road, street or test route; what else carries no vehicles is left out.
struct RoadLine {
  std::vector<MapPoint> line;
  double width_m = 0;
};

struct Surface {
  WaterGrid window;               // all that is known
  std::vector<WaterGrid> details; // of smaller spacing
  std::vector<Ring> zones;        // inside them all roads are known
  std::vector<RoadLine> roads;

  /// Of the finest grid that contains `p`.
  bool water_at(MapPoint p) const;
};

/// Water is sea, tidal flats, and whatever lies below mean sea level.
Surface surface_of(City const& city, Terrain const& terrain);

} // namespace dalian::layout
