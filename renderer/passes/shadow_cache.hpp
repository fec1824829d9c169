#pragma once
// Keeps the shadow maps of what stands while a moving picture still fits into them: each map is drawn a third larger
// than needed and drawn anew once the eye has left it, comes much closer, or the sun has moved. Pure arithmetic.
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/shadow_cascades.hpp"

#include <optional>

namespace dalian::passes {

struct ShadowPlan {
  Cascades cascades; // relative to the eye asked for
  ShadowWork work;
};

class ShadowCache {
 public:
  /// For a frame of a moving picture.
  ShadowPlan moving(ShadowSight const& sight);
  /// For the first sub-frame of a still picture: maps that fit tightly, all drawn.
  ShadowPlan still(ShadowSight const& sight);
  /// For the sub-frames after it: the same maps, none drawn.
  ShadowPlan held() const;

 private:
  struct Kept {
    Cascade cascade; // relative to `eye`
    glm::dvec3 eye{};
    glm::vec3 to_sun{};
  };
  std::array<std::optional<Kept>, SHADOW_CASCADES> kept_;
  Cascades last_;
};

/// Whether all of `needed` lies inside `kept` and is not to be seen more than twice as finely. Both relative to one
/// eye.
bool covers(Cascade const& kept, Cascade const& needed);

/// `cascade` as seen from an eye that stands `step` farther.
Cascade moved(Cascade cascade, glm::vec3 step);

} // namespace dalian::passes
