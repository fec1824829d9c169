#pragma once
// C++ side of assets/shaders/data_types.h: the same records, with their sizes pinned.
#include <cstdint>

#include <glm/vec3.hpp>

namespace dalian::scene {

using glm::ivec3;
using glm::vec3;
using uint = std::uint32_t;

#include "assets/shaders/data_types.h"

static_assert(sizeof(FlowPoint) == 20 && sizeof(FlowStyle) == 16);
static_assert(sizeof(VolumeVertex) == 20 && sizeof(VolumeStyle) == 24);

} // namespace dalian::scene
