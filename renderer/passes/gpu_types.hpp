#pragma once
// C++ side of assets/shaders/gpu_types.h: the same records, with their offsets pinned.
#include <cstddef>
#include <cstdint>

#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>

namespace dalian::passes {

using glm::ivec2;
using glm::ivec3;
using glm::mat4;
using glm::vec2;
using glm::vec3;
using glm::vec4;
using uint = std::uint32_t;
using uint64_t = std::uint64_t;

#include "assets/shaders/gpu_types.h"

// GLSL's scalar layout aligns a member to its scalar type: these are the offsets glslc computes.
static_assert(offsetof(FrameConstants, shadow_matrix) == 64);
static_assert(offsetof(FrameConstants, ray_right) == 192);
static_assert(offsetof(FrameConstants, camera_mm) == 240);
static_assert(offsetof(FrameConstants, sun_direction) == 272);
static_assert(offsetof(FrameConstants, camera_ground_m) == 288);
static_assert(offsetof(FrameConstants, frustum) == 320);
static_assert(offsetof(FrameConstants, shadow_texel_m) == 384);
static_assert(offsetof(FrameConstants, terrain_low_m) == 416);
static_assert(offsetof(FrameConstants, window) == 440 && sizeof(HeightGrid) == 20);
static_assert(offsetof(FrameConstants, details) == 480);
static_assert(offsetof(FrameConstants, wakes) == 480 + 20 * MAX_DETAILS);
static_assert(sizeof(Wake) == 32 && offsetof(FrameConstants, zones) == 480 + 20 * MAX_DETAILS + 32 * MAX_WAKES);
static_assert(sizeof(SkyLight) == 72);
static_assert(sizeof(ZoneInfo) == 32 &&
              offsetof(FrameConstants, zone_points) == 480 + 20 * MAX_DETAILS + 32 * MAX_WAKES + 32 * MAX_ZONES);
static_assert(offsetof(FrameConstants, key_direction) == offsetof(FrameConstants, zone_points) + 8 * MAX_ZONE_POINTS);
static_assert(sizeof(FieldTile) == 24 &&
              offsetof(FrameConstants, field_grids) == offsetof(FrameConstants, flow_s) + 12);
static_assert(offsetof(FrameConstants, part_px) == offsetof(FrameConstants, field_grids) + 24 * MAX_FIELD_GRIDS);
static_assert(sizeof(TerrainPatch) == 20);

} // namespace dalian::passes
