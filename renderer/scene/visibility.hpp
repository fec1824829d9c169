#pragma once
// Which instances a view shows, and at which level of detail: the reference on the CPU that the GPU's culling is tested
// against (assets/shaders/cull.comp does the same in the same order of operations).
#include "renderer/scene/city_scene.hpp"
#include "renderer/scene/fixed_point.hpp"

#include <array>
#include <optional>
#include <span>

#include <glm/vec4.hpp>

namespace dalian::scene {

/// One pyramid or box of sight: the picture's, or a shadow cascade's.
struct CullView {
  std::array<glm::vec4, 4> planes{}; // relative to the camera: inside where dot(xyz, p) + w ≥ 0, xyz of unit length
  float pixel_angle_rad = 0;         // of one pixel; 0 for a parallel view …
  float pixel_m = 0;                 // … where a pixel has this size everywhere
  float smallest_px = 1.5F;          // what is smaller across is not drawn
  float level_px = 1;                // error a level of detail may have
  float largest_box_px = 0;          // what is larger across is not drawn as a box (MeshBox); 0: nothing is
};

/// The bounding sphere of something placed, relative to the camera.
struct Sphere {
  glm::vec3 middle;
  float radius_m;
  float scale; // the largest of its three scales
};
Sphere sphere_of(MeshRecord const& mesh, glm::vec3 position, float heading_rad, glm::vec3 scale);

/// The level to draw, BOX_LEVEL for the mesh's box, or nothing when it is out of sight or too small.
std::optional<std::uint32_t> visible_level(CullView const& view, MeshRecord const& mesh, MeshBox const& box,
                                           Sphere const& sphere);

/// Level of a still instance, mirror of the GPU's unpacking.
std::optional<std::uint32_t> visible_level(CullView const& view, MeshPack const& models, StaticInstance const& instance,
                                           FixedPoint const& camera);

/// Whether any of a cell may be seen.
bool visible(CullView const& view, Cell const& cell, glm::dvec3 camera_from_origin);

/// So many of a cell's instances, the largest, may be large enough to be seen at its distance. Never too few.
std::uint32_t large_enough(CullView const& view, CityScene const& city, Cell const& cell,
                           glm::dvec3 camera_from_origin);

} // namespace dalian::scene
