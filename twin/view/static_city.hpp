#pragma once
// The baked city as the screen needs it: read once, shared by all who draw. Knows the file names, nothing of drawing.
#include "twin/base/result.hpp"
#include "twin/view/city_view.hpp"

#include <filesystem>
#include <memory>

namespace dalian::view {

struct StaticCity {
  std::shared_ptr<City const> city;
  std::shared_ptr<Terrain const> terrain;
};

/// From city.pb and terrain.bin in the folder of baked assets; the error names the file and what is wrong with it.
Result<StaticCity> read_static_city(std::filesystem::path const& assets);

} // namespace dalian::view
