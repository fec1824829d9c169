#pragma once
// The whole bake on one page: sources → shore → ground → routes → layout → checks.
#include "tools/bake/city/landscape.hpp"
#include "twin/layout/city.hpp"
#include "twin/layout/terrain.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace dalian::bake {

struct Baked {
  layout::City city;
  layout::Terrain terrain;
  std::string report; // tables for the terminal
};

using Progress = std::function<void(std::string const&)>;

struct Inputs {
  std::filesystem::path sources; // folder of the GeoJSON, assets/city
  std::filesystem::path catalog; // sizes of the models, assets/models/catalog.toml
};

/// Needs GMT for the shore. Errors name what is wrong with which source, or what came out faulty.
Result<Baked> bake(Inputs const& inputs, Progress const& progress);

} // namespace dalian::bake
