#pragma once
// A small made-up island for tests of the renderer: hills, a shore, every kind of land cover, one detail grid that
// agrees with the window. Same every time.
#include "twin/layout/terrain.hpp"

#include <cmath>

namespace dalian::test {

inline float island_height_m(double east_m, double north_m) {
  double const x = east_m / 9000, y = north_m / 9000;
  double const base = 180 * std::exp(-(x * x + y * y) * 2.2) - 30;
  return static_cast<float>(base + 22 * std::sin(east_m / 900) * std::sin(north_m / 700));
}

inline layout::TerrainGrid island_grid(char const* name, MapPoint origin, double spacing_m, std::uint32_t side) {
  layout::TerrainGrid grid;
  grid.name = name;
  grid.origin = origin;
  grid.spacing_m = spacing_m;
  grid.columns = grid.rows = side;
  for (std::uint32_t row = 0; row < side; ++row)
    for (std::uint32_t column = 0; column < side; ++column) {
      double const e = origin.east_m + column * spacing_m, n = origin.north_m + row * spacing_m;
      float const h = island_height_m(e, n);
      auto const patch = static_cast<int>(std::floor(e / 1100) + 7 * std::floor(n / 1300)) % 16;
      grid.height_m.push_back(h);
      grid.cover.push_back(static_cast<std::uint8_t>(h < 0 ? 0 : h < 3 ? 2 : 3 + (patch + 16) % 15));
    }
  return grid;
}

/// 25.6 km across about (0, 0) at 100 m, and 2 km about (1000, 500) at 10 m.
inline layout::Terrain island() {
  layout::Terrain terrain;
  terrain.window = island_grid("window", {-12800, -12800}, 100, 257);
  terrain.details.push_back(island_grid("detail", {0, -500}, 10, 201));
  terrain.source = "test island";
  return terrain;
}

} // namespace dalian::test
