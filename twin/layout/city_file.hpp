#pragma once
// The baked city on disk: city.pb (protobuf, all tables), terrain.bin (grids) and surface.bin (water and roads of
// both). Written by tools/bake_city, read by all.
#include "twin/base/result.hpp"
#include "twin/layout/city.hpp"
#include "twin/layout/surface.hpp"
#include "twin/layout/terrain.hpp"

#include <filesystem>

namespace dalian::layout {

/// Bounds, indices and versions are checked; the error names the file and what is wrong with it.
Result<City> read_city(std::filesystem::path const& file);
Status write_city(City const& city, std::filesystem::path const& file);

Result<Terrain> read_terrain(std::filesystem::path const& file);
Status write_terrain(Terrain const& terrain, std::filesystem::path const& file);

Result<Surface> read_surface(std::filesystem::path const& file);
Status write_surface(Surface const& surface, std::filesystem::path const& file);

} // namespace dalian::layout
