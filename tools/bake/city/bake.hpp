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

/// Everything from `sources_folder` (assets/city) and GMT. Errors name what is wrong with which source.
Result<Baked> bake(std::filesystem::path const& sources_folder, Progress const& progress);

} // namespace dalian::bake
