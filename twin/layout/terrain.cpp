#include "twin/layout/terrain.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::layout {

bool TerrainGrid::contains(MapPoint p) const {
  double const x = (p.east_m - origin.east_m) / spacing_m, y = (p.north_m - origin.north_m) / spacing_m;
  return columns > 0 && rows > 0 && x >= 0 && y >= 0 && x <= columns - 1 && y <= rows - 1;
}

float TerrainGrid::height_at(MapPoint p) const {
  if (height_m.empty()) return 0;
  double const x = std::clamp((p.east_m - origin.east_m) / spacing_m, 0.0, columns - 1.0);
  double const y = std::clamp((p.north_m - origin.north_m) / spacing_m, 0.0, rows - 1.0);
  auto const x0 = static_cast<std::size_t>(x), y0 = static_cast<std::size_t>(y);
  auto const x1 = std::min<std::size_t>(x0 + 1, columns - 1), y1 = std::min<std::size_t>(y0 + 1, rows - 1);
  auto const fx = static_cast<float>(x - static_cast<double>(x0)), fy = static_cast<float>(y - static_cast<double>(y0));
  auto const at = [&](std::size_t column, std::size_t row) { return height_m[row * columns + column]; };
  return std::lerp(std::lerp(at(x0, y0), at(x1, y0), fx), std::lerp(at(x0, y1), at(x1, y1), fx), fy);
}

Cover TerrainGrid::cover_at(MapPoint p) const {
  if (cover.empty()) return Cover::sea;
  double const x = std::clamp((p.east_m - origin.east_m) / spacing_m, 0.0, columns - 1.0);
  double const y = std::clamp((p.north_m - origin.north_m) / spacing_m, 0.0, rows - 1.0);
  auto const column = static_cast<std::size_t>(std::lround(x)), row = static_cast<std::size_t>(std::lround(y));
  return static_cast<Cover>(cover[row * columns + column]);
}

TerrainGrid const& Terrain::finest_at(MapPoint p) const {
  TerrainGrid const* best = &window;
  for (TerrainGrid const& grid : details)
    if (grid.spacing_m < best->spacing_m && grid.contains(p)) best = &grid;
  return *best;
}

float Terrain::height_at(MapPoint p) const {
  return finest_at(p).height_at(p);
}

Cover Terrain::cover_at(MapPoint p) const {
  return finest_at(p).cover_at(p);
}

} // namespace dalian::layout
