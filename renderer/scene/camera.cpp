#include "renderer/scene/camera.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <glm/geometric.hpp>

namespace dalian::scene {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kSteepest = 89 * kPi / 180, kFlattest = 2 * kPi / 180;
constexpr double kNearest_m = 5, kFarthest_m = 400e3;

double ground_at(view::Terrain const& terrain, glm::dvec3 p) {
  return std::max(0.0, static_cast<double>(terrain.height_at({p.x, p.y})));
}

glm::dvec3 forward_of(double heading, double pitch) {
  return {std::sin(heading) * std::cos(pitch), std::cos(heading) * std::cos(pitch), std::sin(pitch)};
}

} // namespace

CameraAxes axes_of(Camera const& c) {
  glm::dvec3 const forward = forward_of(c.heading_rad, c.pitch_rad);
  glm::dvec3 const right{std::cos(c.heading_rad), -std::sin(c.heading_rad), 0};
  return {right, glm::cross(right, forward), forward};
}

glm::dmat4 view_projection(Camera const& camera, double aspect, double near_m) {
  CameraAxes const a = axes_of(camera);
  double const y = 1 / std::tan(camera.vertical_field_rad / 2), x = y / aspect;
  glm::dmat4 m(0.0); // columns
  for (int i = 0; i < 3; ++i)
    m[i] = glm::dvec4(a.right[i] * x, -a.up[i] * y, 0, a.forward[i]);
  m[3] = glm::dvec4(0, 0, near_m, 0);
  return m;
}

glm::dvec3 ray_through(Camera const& camera, double aspect, double x, double y) {
  CameraAxes const a = axes_of(camera);
  double const tan_v = std::tan(camera.vertical_field_rad / 2);
  return glm::normalize(a.forward + a.right * (x * tan_v * aspect) - a.up * (y * tan_v));
}

std::optional<glm::dvec3> ground_hit(Camera const& camera, glm::dvec3 direction, view::Terrain const& terrain,
                                     double reach_m) {
  auto const height_over = [&](double t) {
    glm::dvec3 const p = camera.position + direction * t;
    return p.z - ground_at(terrain, p);
  };
  double before = 0, t = 0;
  while (height_over(t) > 0) {
    if (t >= reach_m) return std::nullopt;
    before = t;
    t = std::min(reach_m, t + std::max(2.0, 0.4 * height_over(t) + 0.002 * t));
  }
  while (t - before > 0.1) {
    double const middle = (before + t) / 2;
    (height_over(middle) > 0 ? before : t) = middle;
  }
  return camera.position + direction * t;
}

Camera looking_at(glm::dvec3 target, double distance_m, double heading_rad, double pitch_rad, double field_rad) {
  return {target - forward_of(heading_rad, pitch_rad) * distance_m, heading_rad, pitch_rad, field_rad};
}

Camera orbited(Camera const& c, glm::dvec3 target, double turn_rad, double tilt_rad) {
  double const distance = glm::length(target - c.position);
  if (distance == 0) return c;
  glm::dvec3 const view = (target - c.position) / distance;
  double const heading = std::atan2(view.x, view.y), pitch = std::asin(std::clamp(view.z, -1.0, 1.0));
  double const new_pitch = std::clamp(pitch + tilt_rad, -kSteepest, -kFlattest);
  Camera moved = looking_at(target, distance, heading + turn_rad, new_pitch, c.vertical_field_rad);
  // the target need not be at the picture's middle: what the view deviated from it, it goes on deviating
  moved.heading_rad = std::remainder(c.heading_rad + turn_rad, 2 * kPi);
  moved.pitch_rad = std::clamp(c.pitch_rad + new_pitch - pitch, -kSteepest, kSteepest);
  return moved;
}

Camera zoomed(Camera const& c, glm::dvec3 target, double factor) {
  glm::dvec3 const away = c.position - target;
  double const distance = glm::length(away);
  if (distance == 0) return c;
  Camera moved = c;
  moved.position = target + away * (std::clamp(distance * factor, kNearest_m, kFarthest_m) / distance);
  return moved;
}

Camera panned(Camera const& c, glm::dvec3 from, glm::dvec3 to) {
  Camera moved = c;
  moved.position += glm::dvec3(from.x - to.x, from.y - to.y, 0);
  return moved;
}

Camera flown(Camera const& c, double forward_m, double right_m, double up_m) {
  Camera moved = c;
  double const s = std::sin(c.heading_rad), k = std::cos(c.heading_rad);
  moved.position += glm::dvec3(s * forward_m + k * right_m, k * forward_m - s * right_m, up_m);
  return moved;
}

Camera above_ground(Camera camera, view::Terrain const& terrain, double clearance_m) {
  camera.position.z = std::max(camera.position.z, ground_at(terrain, camera.position) + clearance_m);
  return camera;
}

double shortest_turn(double from_rad, double to_rad) {
  return std::remainder(to_rad - from_rad, 2 * kPi);
}

} // namespace dalian::scene
