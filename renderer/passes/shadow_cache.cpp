#include "renderer/passes/shadow_cache.hpp"

#include <glm/gtc/matrix_transform.hpp>

namespace dalian::passes {
namespace {

constexpr float kSameSun_rad = 6e-4F; // nine seconds of the sun's way
constexpr float kFinest = 0.5F;       // of the kept map's texel, before shadows look coarse

} // namespace

bool covers(Cascade const& kept, Cascade const& needed) {
  if (needed.matrix[3][3] == 0) return true; // nothing of this slice is in the picture
  if (kept.matrix[3][3] == 0) return false;
  if (needed.texel_m < kFinest * kept.texel_m) return false;
  glm::mat4 const into = kept.matrix * glm::inverse(needed.matrix);
  for (int corner = 0; corner < 8; ++corner) {
    glm::vec4 const p = into * glm::vec4(corner & 1, corner >> 1 & 1, corner >> 2 & 1, 1);
    for (int axis = 0; axis < 3; ++axis)
      if (!(p[axis] >= 0 && p[axis] <= 1)) return false;
  }
  return true;
}

Cascade moved(Cascade cascade, glm::vec3 step) {
  cascade.matrix = glm::translate(cascade.matrix, step);
  return cascade;
}

ShadowPlan ShadowCache::moving(ShadowSight const& sight) {
  auto const needed = fit_cascades(sight);
  auto const roomy = fit_cascades(sight, kMovingSlack);
  ShadowPlan plan{needed, {{}, true}};
  for (std::size_t i = 0; i < SHADOW_CASCADES; ++i) {
    auto& kept = kept_[i];
    auto const here = [&] { return moved(kept->cascade, glm::vec3(sight.eye.position - kept->eye)); };
    bool const holds =
        kept && glm::distance(kept->to_sun, sight.to_sun) <= kSameSun_rad && covers(here(), needed.cascade[i]);
    if (!holds) kept = Kept{roomy.cascade[i], sight.eye.position, sight.to_sun};
    plan.work.still[i] = !holds;
    plan.cascades.cascade[i] = here();
  }
  return plan;
}

ShadowPlan ShadowCache::still(ShadowSight const& sight) {
  kept_ = {};
  last_ = fit_cascades(sight);
  ShadowPlan plan{last_, {{}, true}};
  plan.work.still.fill(true);
  return plan;
}

ShadowPlan ShadowCache::held() const {
  return {last_, {}};
}

} // namespace dalian::passes
