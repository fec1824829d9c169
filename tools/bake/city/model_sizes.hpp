#pragma once
// Real sizes of the models a placement may name, from assets/models/catalog.toml.
#include "twin/base/result.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace dalian::bake {

struct ModelSize {
  double width_m, length_m, height_m; // x, y (the way it faces), z at scale 1
  // What of it stands on the ground, where that is less than all: the mast of a lamp whose arm reaches over the road.
  double foot_x_m = 0, foot_y_m = 0, foot_width_m = 0, foot_length_m = 0;
};

/// Models and groups by name; a group is as large as its largest variant in each direction.
using ModelSizes = std::map<std::string, ModelSize, std::less<>>;
Result<ModelSizes> read_model_sizes(std::filesystem::path const& catalog);

} // namespace dalian::bake
