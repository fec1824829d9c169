#include "renderer/ui/view_frustum.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::ui {

std::optional<ScreenPoint> ViewFrustum::project(glm::dvec3 map) const {
  glm::dvec3 const relative = map - eye;
  glm::dvec4 const clip = view_projection * glm::dvec4(relative, 1);
  if (clip.w <= 1e-3) return std::nullopt;
  return ScreenPoint{static_cast<float>((clip.x / clip.w * 0.5 + 0.5) * width),
                     static_cast<float>((clip.y / clip.w * 0.5 + 0.5) * height), glm::length(relative)};
}

double ViewFrustum::focal_px() const {
  // The second row turns a direction into clip y; the rotation in it has length 1, what is left is the lens.
  return glm::length(glm::dvec3(view_projection[0][1], view_projection[1][1], view_projection[2][1])) * 0.5 * height;
}

glm::dvec3 ViewFrustum::ray(double x_px, double y_px) const {
  // Two depths give two points on the ray whatever the depth convention; the direction must lie before the eye.
  glm::dmat4 const inverse = glm::inverse(view_projection);
  auto const unproject = [&](double depth) {
    glm::dvec4 const p = inverse * glm::dvec4(x_px / width * 2 - 1, y_px / height * 2 - 1, depth, 1);
    return glm::dvec3(p) / p.w;
  };
  glm::dvec3 const direction = glm::normalize(unproject(0.75) - unproject(0.25));
  glm::dvec4 const clip = view_projection * glm::dvec4(direction, 1);
  return clip.w > 0 ? direction : -direction;
}

std::optional<glm::dvec3> ViewFrustum::on_plane(double x_px, double y_px, double up_m) const {
  glm::dvec3 const direction = ray(x_px, y_px);
  double const t = (up_m - eye.z) / direction.z;
  if (!std::isfinite(t) || t <= 0) return std::nullopt;
  return eye + direction * t;
}

double sight_in_street_m(double above_ground_m) {
  return 250 + 10 * above_ground_m * above_ground_m;
}

bool hidden_by_terrain(view::Terrain const& terrain, glm::dvec3 eye, glm::dvec3 target, double tolerance_m) {
  double const length = glm::length(target - eye), ground = terrain.height_at({eye.x, eye.y});
  if (ground > 0 && length > sight_in_street_m(std::max(0.0, eye.z - ground))) return true;
  // Ends are left out: the eye stands in the air, the target on the ground.
  double step = std::max(20.0, length / 200.0);
  for (double at = step; at < length - step; at += step) {
    glm::dvec3 const p = eye + (target - eye) * (at / length);
    if (p.z > 800) continue; // above the highest ground of the region (663 m)
    if (terrain.height_at({p.x, p.y}) > p.z + tolerance_m) return true;
  }
  return false;
}

} // namespace dalian::ui
