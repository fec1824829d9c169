#pragma once
// Flames and smoke of a model: a flare burns, stacks and cooling towers steam. Modelled, illustrative.
#include "renderer/scene/light_point.hpp"

#include <string_view>
#include <vector>

namespace dalian::scene {

/// By the model's name in assets/models/catalog.toml; at the top of its box. Nothing for most models.
std::vector<Lamp> fires_of(std::string_view model, MeshRecord const& record);

} // namespace dalian::scene
