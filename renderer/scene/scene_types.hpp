#pragma once
// C++ side of assets/shaders/scene_types.h: the same records, with their sizes and offsets pinned.
#include <cstddef>
#include <cstdint>

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>

namespace dalian::scene {

using glm::ivec3;
using glm::vec2;
using glm::vec3;
using glm::vec4;
using uint = std::uint32_t;
using std::uint64_t;

#include "assets/shaders/scene_types.h"

static_assert(sizeof(MeshVertex) == 16);
static_assert(sizeof(MeshLod) == 16);
static_assert(sizeof(MeshRecord) == 60 + 16 * MESH_MAX_LODS && offsetof(MeshRecord, lods) == 32);
static_assert(sizeof(StaticInstance) == 32 && offsetof(StaticInstance, entity) == 28);
static_assert(sizeof(MoverInstance) == 64 && offsetof(MoverInstance, scale) == 32 &&
              offsetof(MoverInstance, mesh_state) == 60);
static_assert(sizeof(WirePoint) == 16 && offsetof(WirePoint, radius_m) == 12);
static_assert(sizeof(RibbonVertex) == 44 && offsetof(RibbonVertex, kind_normal) == 32);

static_assert(sizeof(MeshBox) == 36 && sizeof(BoxLook) == 16);
static_assert(sizeof(SightView) == 84 && sizeof(CullGroup) == 8 && sizeof(DrawCommand) == 20);
// GLSL's scalar layout and C++ agree only because 64-bit members begin on a multiple of 8.
static_assert(offsetof(InstanceFrame, meshes) == 280 && sizeof(InstanceFrame) == 384);

} // namespace dalian::scene
