#include "renderer/scene/visibility.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/packing.hpp>

namespace dalian::scene {

Sphere sphere_of(MeshRecord const& mesh, glm::vec3 position, float heading_rad, glm::vec3 scale) {
  glm::vec3 const middle = (mesh.box_min + mesh.box_size * 0.5F) * scale;
  float const s = std::sin(heading_rad), c = std::cos(heading_rad);
  glm::vec3 const turned{middle.x * c + middle.y * s, middle.y * c - middle.x * s, middle.z};
  return {position + turned, glm::length(mesh.box_size * scale) * 0.5F, std::max({scale.x, scale.y, scale.z})};
}

std::optional<std::uint32_t> visible_level(CullView const& view, MeshRecord const& mesh, MeshBox const& box,
                                           Sphere const& sphere) {
  for (glm::vec4 const& plane : view.planes) {
    if (glm::dot(glm::vec3(plane), sphere.middle) + plane.w < -sphere.radius_m) return std::nullopt;
  }
  float const distance = std::max(glm::length(sphere.middle) - sphere.radius_m, 1.0F);
  float const pixel_m = view.pixel_angle_rad > 0 ? distance * view.pixel_angle_rad : view.pixel_m;
  if (2 * sphere.radius_m < view.smallest_px * pixel_m) return std::nullopt;
  if (2 * sphere.radius_m <= view.largest_box_px * pixel_m && box.error_m * sphere.scale <= view.level_px * pixel_m)
    return BOX_LEVEL;
  std::uint32_t level = 0;
  for (std::uint32_t i = 1; i < mesh.lod_count; ++i) {
    if (mesh.lods[i].error_m * sphere.scale <= view.level_px * pixel_m) level = i;
  }
  return level;
}

std::optional<std::uint32_t> visible_level(CullView const& view, MeshPack const& models, StaticInstance const& i,
                                           FixedPoint const& camera) {
  MeshRecord const& mesh = models.records()[i.mesh_heading & 0xffffU];
  float const heading = static_cast<float>(i.mesh_heading >> 16U) * (2 * std::numbers::pi_v<float> / 65536);
  glm::vec3 const scale{glm::unpackHalf2x16(i.scale_xy), glm::unpackHalf2x16(i.scale_z).x};
  return visible_level(view, mesh, models.boxes()[i.mesh_heading & 0xffffU],
                       sphere_of(mesh, camera_relative(i.position_mm, camera), heading, scale));
}

bool visible(CullView const& view, Cell const& cell, glm::dvec3 camera_from_origin) {
  glm::vec3 const camera(camera_from_origin), low = cell.min_m - camera, high = cell.max_m - camera;
  return std::ranges::all_of(view.planes, [&](glm::vec4 const& plane) {
    glm::vec3 const farthest{plane.x >= 0 ? high.x : low.x, plane.y >= 0 ? high.y : low.y,
                             plane.z >= 0 ? high.z : low.z};
    return glm::dot(glm::vec3(plane), farthest) + plane.w >= -0.1F; // the box is rounded to floats
  });
}

std::uint32_t large_enough(CullView const& view, CityScene const& city, Cell const& cell,
                           glm::dvec3 camera_from_origin) {
  glm::vec3 const camera(camera_from_origin);
  float const nearest = glm::length(camera - glm::clamp(camera, cell.min_m, cell.max_m));
  // 2 r ≥ smallest · pixel, with pixel = angle · (distance − r) of visible_level and distance ≥ nearest; rounded down
  float const across = view.smallest_px * view.pixel_angle_rad;
  float const least = view.pixel_angle_rad > 0 ? across * nearest / (2 + across) : view.smallest_px * view.pixel_m / 2;
  std::span const radii = std::span(city.radius_m).subspan(cell.first, cell.count);
  auto const end = std::ranges::partition_point(radii, [&](float r) { return r >= 0.999F * least; });
  return static_cast<std::uint32_t>(end - radii.begin());
}

} // namespace dalian::scene
