#include "renderer/passes/shadow_cascades.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace dalian::passes {
namespace {

constexpr float kTallest_m = 150;

/// Points that hold the part of the pyramid between two distances and two heights (relative to the eye).
std::vector<glm::vec3> slice_points(EyeRays const& r, float from, float to, float low, float high) {
  std::vector<glm::vec3> points;
  constexpr int kGrid = 6;
  for (int y = 0; y <= kGrid; ++y)
    for (int x = 0; x <= kGrid; ++x) {
      glm::vec3 const ray = r.forward + r.right * (2.0f * x / kGrid - 1) + r.up * (2.0f * y / kGrid - 1);
      float near = from, far = to; // along `ray`, whose part along forward is 1
      if (std::abs(ray.z) > 1e-6f) {
        float const a = low / ray.z, b = high / ray.z;
        near = std::max(near, std::min(a, b));
        far = std::min(far, std::max(a, b));
      } else if (low > 0 || high < 0) {
        continue;
      }
      if (near > far) continue;
      points.push_back(ray * near);
      points.push_back(ray * far);
    }
  return points;
}

struct LightAxes {
  glm::vec3 right, up, to_sun;
};

LightAxes light_axes(glm::vec3 to_sun) {
  glm::vec3 const side = std::abs(to_sun.z) > 0.99f ? glm::vec3(1, 0, 0) : glm::vec3(0, 0, 1);
  glm::vec3 const right = glm::normalize(glm::cross(side, to_sun));
  return {right, glm::cross(to_sun, right), to_sun};
}

struct FitMap {
  std::uint32_t map_px;
  float sun_height, slack;
};

Cascade fit(std::vector<glm::vec3> const& points, LightAxes const& axes, glm::dvec3 eye, FitMap const& map) {
  glm::vec3 low(1e30f), high(-1e30f);
  for (auto const& p : points) {
    glm::vec3 const q(glm::dot(p, axes.right), glm::dot(p, axes.up), glm::dot(p, axes.to_sun));
    low = glm::min(low, q);
    high = glm::max(high, q);
  }
  // A square whose size moves in steps of an eighth and whose corner sits on whole texels of the world.
  float side = std::max({high.x - low.x, high.y - low.y, 50.0f}) * 1.04f * map.slack;
  side = std::pow(2.0f, std::ceil(std::log2(side) * 8) / 8);
  Cascade c;
  c.texel_m = side / static_cast<float>(map.map_px);
  auto snapped = [&](float middle, glm::vec3 axis) {
    double const eye_along = glm::dot(eye, glm::dvec3(axis)), world = eye_along + middle - side / 2;
    return static_cast<float>(std::floor(world / c.texel_m) * c.texel_m - eye_along);
  };
  float const u0 = snapped((low.x + high.x) / 2, axes.right), v0 = snapped((low.y + high.y) / 2, axes.up);
  float const spare = side * (map.slack - 1) / 2; // along the light as much as across it
  float const nearest = high.z + kTallest_m / std::max(map.sun_height, 0.08f) + 50 + spare;
  float const farthest = low.z - 50 - spare;
  for (int i = 0; i < 3; ++i) {
    c.matrix[i][0] = axes.right[i] / side;
    c.matrix[i][1] = -axes.up[i] / side;
    c.matrix[i][2] = axes.to_sun[i] / (nearest - farthest);
  }
  c.matrix[3] = glm::vec4(-u0 / side, 1 + v0 / side, -farthest / (nearest - farthest), 1);
  return c;
}

} // namespace

Cascades fit_cascades(ShadowSight const& sight, float slack) {
  Cascades result;
  auto const& [eye, size_px, to_sun, map_px, low_m, high_m] = sight;
  EyeRays const rays = eye_rays(eye, size_px);
  auto const z = static_cast<float>(eye.position.z);
  float const low = low_m - z, high = high_m + kTallest_m - z;
  // The first metre of ground in the picture, and how far shadows of buildings can still be told from noise.
  float const above = std::max(10.0f, z - high_m);
  glm::vec3 const lowest = glm::normalize(rays.forward - rays.up);
  float const first = lowest.z < -0.02f ? std::max(kNear_m, (above - kTallest_m) * 0.9f / -lowest.z) : kNear_m;
  float const last = std::clamp(first * 6 + 1500.0f, 2500.0f, 16000.0f);
  float const middle = std::sqrt(std::max(first, 120.0f) * last);
  LightAxes const axes = light_axes(to_sun);
  float const ends[SHADOW_CASCADES + 1] = {first * 0.8f, std::min(middle, last), last};
  for (int i = 0; i < SHADOW_CASCADES; ++i) {
    auto const points = slice_points(rays, ends[i], ends[i + 1], low, high);
    if (!points.empty()) result.cascade[i] = fit(points, axes, eye.position, {map_px, to_sun.z, slack});
  }
  result.range_m = last;
  return result;
}

} // namespace dalian::passes
