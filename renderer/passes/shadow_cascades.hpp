#pragma once
// Where the shadow maps lie: each covers one slice of the view's pyramid between ground and tall things, seen from the
// sun. Pure arithmetic.
#include "renderer/passes/eye.hpp"
#include "renderer/passes/gpu_types.hpp"

#include <array>

namespace dalian::passes {

struct Cascade {
  glm::mat4 matrix{0.0f}; // relative → (u, v, depth), 0…1; greater depth = nearer to the sun
  float texel_m = 1;
};

struct Cascades {
  std::array<Cascade, SHADOW_CASCADES> cascade;
  float range_m = 0; // beyond it nothing casts
};

/// How much farther a map reaches than what is seen needs, so that it can be kept while the eye moves on. A still
/// picture spends every texel on what is seen.
inline constexpr float kNoSlack = 1.0F, kMovingSlack = 1.35F;

/// What the maps are fitted to. Ground lies between `low_m` and `high_m` above the sea around the eye's view; casters
/// stand up to 150 m above it.
struct ShadowSight {
  Eye eye;
  glm::uvec2 size_px{}; // of the picture
  glm::vec3 to_sun{0, 0, 1};
  std::uint32_t map_px = 0; // side of a map
  float low_m = 0, high_m = 0;
};

/// Snapped to whole texels, so that shadows stand still while the eye moves.
Cascades fit_cascades(ShadowSight const& sight, float slack = kNoSlack);

} // namespace dalian::passes
