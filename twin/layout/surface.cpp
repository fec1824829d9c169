#include "twin/layout/surface.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::layout {
namespace {

bool carries_vehicles(RouteClass kind) {
  using enum RouteClass;
  return kind == expressway || kind == road || kind == street || kind == test_route;
}

WaterGrid water_of(TerrainGrid const& grid) {
  WaterGrid water{grid.origin, grid.spacing_m, grid.columns, grid.rows, {}};
  water.bits.assign((grid.height_m.size() + 63) / 64, 0);
  for (std::size_t i = 0; i < grid.height_m.size(); ++i) {
    auto const cover = static_cast<Cover>(grid.cover[i]);
    bool const wet = grid.height_m[i] < 0 || cover == Cover::sea || cover == Cover::tidal_flat;
    water.bits[i / 64] |= std::uint64_t{wet} << i % 64;
  }
  return water;
}

} // namespace

bool WaterGrid::contains(MapPoint p) const {
  double const x = (p.east_m - origin.east_m) / spacing_m, y = (p.north_m - origin.north_m) / spacing_m;
  return columns > 0 && rows > 0 && x >= 0 && y >= 0 && x <= columns - 1 && y <= rows - 1;
}

bool WaterGrid::water_at(MapPoint p) const {
  double const x = std::clamp((p.east_m - origin.east_m) / spacing_m, 0.0, columns - 1.0);
  double const y = std::clamp((p.north_m - origin.north_m) / spacing_m, 0.0, rows - 1.0);
  auto const i = static_cast<std::size_t>(std::lround(y)) * columns + static_cast<std::size_t>(std::lround(x));
  return (bits[i / 64] >> i % 64 & 1) != 0;
}

bool Surface::water_at(MapPoint p) const {
  WaterGrid const* best = &window;
  for (WaterGrid const& grid : details)
    if (grid.spacing_m < best->spacing_m && grid.contains(p)) best = &grid;
  return best->water_at(p);
}

Surface surface_of(City const& city, Terrain const& terrain) {
  Surface surface;
  surface.window = water_of(terrain.window);
  for (TerrainGrid const& grid : terrain.details)
    surface.details.push_back(water_of(grid));
  for (Zone const& zone : city.zones)
    surface.zones.push_back(zone.outline);
  for (Route const& route : city.routes)
    if (carries_vehicles(route.kind)) surface.roads.push_back({route.line, route.width_m});
  return surface;
}

} // namespace dalian::layout
