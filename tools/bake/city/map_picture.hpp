#pragma once
// A hill-shaded map of what was baked, for looking at while working on the baker.
#include "tools/bake/city/bake.hpp"
#include "tools/bake/city/geometry.hpp"
#include "tools/bake/city/model_sizes.hpp"
#include "twin/base/result.hpp"
#include "twin/layout/city.hpp"
#include "twin/layout/terrain.hpp"

#include <filesystem>

namespace dalian::bake {

struct MapRequest {
  std::filesystem::path file;
  Box box;             // what to show
  int width_px = 1600; // height follows from the box
};

Status write_map(MapRequest const& request, Baked const& baked, ModelSizes const& sizes);

} // namespace dalian::bake
