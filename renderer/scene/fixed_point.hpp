#pragma once
// Map positions as the GPU holds them: whole millimetres from the scene's origin (scene_types.h). ±2147 km.
#include "twin/base/geo.hpp"

#include <cmath>

#include <glm/common.hpp>
#include <glm/vec3.hpp>

namespace dalian::scene {

struct FixedPoint {
  glm::ivec3 whole_mm;
  glm::vec3 rest_m; // 0…0.001 on each axis; only cameras need it
};

inline FixedPoint fixed_point(glm::dvec3 map, MapPoint origin) {
  glm::dvec3 const from_origin = map - glm::dvec3(origin.east_m, origin.north_m, 0);
  glm::dvec3 const mm = glm::floor(from_origin * 1000.0);
  return {glm::ivec3(mm), glm::vec3(from_origin - mm * 1e-3)};
}

/// To the nearest millimetre.
inline glm::ivec3 fixed_mm(glm::dvec3 map, MapPoint origin) {
  return fixed_point(map + glm::dvec3(0.0005), origin).whole_mm;
}

/// Metres from the camera; the C++ mirror of camera_relative in scene.glsl.
inline glm::vec3 camera_relative(glm::ivec3 position_mm, FixedPoint const& camera) {
  return glm::vec3(position_mm - camera.whole_mm) * 1e-3F - camera.rest_m;
}

} // namespace dalian::scene
