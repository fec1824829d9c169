#include "renderer/scene/cloud_field.hpp"

#include <cmath>
#include <cstdint>

#include <glm/common.hpp>

namespace dalian::scene {
namespace {

// hash_u, unit and noise of common.glsl
float hash_unit(glm::ivec2 p) {
  std::uint32_t h =
      static_cast<std::uint32_t>(p.x) * 0x9E3779B9U ^ (static_cast<std::uint32_t>(p.y) * 0x85EBCA6BU + 0x27220A95U);
  h ^= h >> 15U;
  h *= 0x2C1B3C6DU;
  h ^= h >> 12U;
  h *= 0x297A2D39U;
  return static_cast<float>((h ^ h >> 15U) >> 8U) * (1.0F / 16777216.0F);
}

float noise(glm::vec2 p) {
  glm::vec2 const cell = glm::floor(p), t = p - cell, s = t * t * (3.0F - 2.0F * t);
  glm::ivec2 const i(cell);
  float const low = glm::mix(hash_unit(i), hash_unit(i + glm::ivec2(1, 0)), s.x);
  float const high = glm::mix(hash_unit(i + glm::ivec2(0, 1)), hash_unit(i + glm::ivec2(1, 1)), s.x);
  return glm::mix(low, high, s.y);
}

} // namespace

float cloud_over(glm::vec2 at, float cover) {
  glm::vec2 const q = at / 3100.0F;
  float const n = 0.55F * noise(q) + 0.28F * noise(q * 2.3F + 5.1F) + 0.17F * noise(q * 5.1F + 11.7F);
  float const least = 0.68F - 0.32F * cover;
  return glm::smoothstep(least, least + 0.15F, n);
}

float sun_past_clouds(glm::vec2 at, glm::vec3 to_sun, float cover) {
  if (cover <= 0 || to_sun.z <= 0) return 1;
  constexpr float kDimmest = 0.42F; // a cumulus lets through a third to a half, and its edge scatters
  glm::vec2 const above = at + glm::vec2(to_sun) * (kCloudBase_m / glm::max(to_sun.z, 0.12F));
  float const strength = glm::smoothstep(0.03F, 0.14F, to_sun.z);
  return 1 - (1 - kDimmest) * strength * cloud_over(above, cover);
}

} // namespace dalian::scene
