#include "renderer/app/camera_control.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace dalian::viewer {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kFollow_s = 0.09; // time constant of the inertia
constexpr double kClearance_m = 4;

scene::Camera between(scene::Camera const& a, scene::Camera const& b, double t) {
  return {glm::mix(a.position, b.position, t), a.heading_rad + scene::shortest_turn(a.heading_rad, b.heading_rad) * t,
          glm::mix(a.pitch_rad, b.pitch_rad, t), glm::mix(a.vertical_field_rad, b.vertical_field_rad, t)};
}

/// How far apart two cameras are on the screen, roughly in radians.
double apart(scene::Camera const& a, scene::Camera const& b) {
  return glm::length(a.position - b.position) / std::max(20.0, a.position.z) +
         std::abs(scene::shortest_turn(a.heading_rad, b.heading_rad)) + std::abs(a.pitch_rad - b.pitch_rad) +
         std::abs(a.vertical_field_rad - b.vertical_field_rad);
}

} // namespace

bool CameraInput::any() const {
  return orbit_x != 0 || orbit_y != 0 || pan_x != 0 || pan_y != 0 || zoom_steps != 0 || ahead != 0 || aside != 0 ||
         turn != 0 || tilt != 0 || approach != 0;
}

CameraControl::CameraControl(std::shared_ptr<view::Terrain const> terrain, scene::Camera const& start)
    : terrain_(std::move(terrain)), now_(scene::above_ground(start, *terrain_, kClearance_m)), wanted_(now_) {}

void CameraControl::update(CameraInput const& input, double dt_s, double aspect) {
  scene::Camera const before = now_;
  if (input.any()) {
    if (flight_) wanted_ = now_;
    flight_.reset();
    steer(input, dt_s, aspect);
  }
  if (flight_) {
    flown_s_ += dt_s;
    now_ = wanted_ = flight_->at(flown_s_);
    if (flown_s_ >= flight_->duration_s()) flight_.reset();
  } else {
    follow(dt_s);
  }
  moving_ = flight_.has_value() || apart(before, now_) > 1e-6;
}

/// What is seen there; where that is sky, a point of the ground far ahead.
glm::dvec3 CameraControl::under(PicturePoint point, double aspect) const {
  glm::dvec3 const direction = scene::ray_through(wanted_, aspect, point.x, point.y);
  if (auto const hit = scene::ground_hit(wanted_, direction, *terrain_)) return *hit;
  double const far = std::max(2000.0, 8 * wanted_.position.z);
  glm::dvec3 const level = glm::normalize(glm::dvec3(direction.x, direction.y, 0));
  return {wanted_.position.x + level.x * far, wanted_.position.y + level.y * far, 0};
}

void CameraControl::steer(CameraInput const& in, double dt_s, double aspect) {
  glm::dvec3 const middle = under({}, aspect);
  double const turn = 1.6 * kPi * in.orbit_x + 1.2 * in.turn * dt_s;
  double const tilt = -(1.0 * kPi * in.orbit_y + 0.8 * in.tilt * dt_s);
  if (turn != 0 || tilt != 0) wanted_ = scene::orbited(wanted_, middle, turn, tilt);
  if (in.pan_x != 0 || in.pan_y != 0) {
    PicturePoint const before{in.pointer.x - 2 * in.pan_x / aspect, in.pointer.y - 2 * in.pan_y};
    wanted_ = scene::panned(wanted_, under(before, aspect), under(in.pointer, aspect));
  }
  double const distance = glm::length(middle - wanted_.position);
  wanted_ = scene::flown(wanted_, in.ahead * 0.8 * distance * dt_s, in.aside * 0.8 * distance * dt_s, 0);
  if (in.zoom_steps != 0) wanted_ = scene::zoomed(wanted_, under(in.pointer, aspect), std::exp(-0.16 * in.zoom_steps));
  if (in.approach != 0) wanted_ = scene::zoomed(wanted_, under({}, aspect), std::exp(-1.4 * in.approach * dt_s));
  wanted_ = scene::above_ground(wanted_, *terrain_, kClearance_m);
}

void CameraControl::follow(double dt_s) {
  double const t = 1 - std::exp(-dt_s / kFollow_s);
  now_ = std::exchange(at_once_, false) || apart(now_, wanted_) < 2e-4 ? wanted_ : between(now_, wanted_, t);
  now_ = scene::above_ground(now_, *terrain_, kClearance_m);
}

void CameraControl::fly_to(scene::Camera const& goal) {
  if (apart(now_, goal) < 1e-3) return;
  flight_.emplace(now_, goal, terrain_);
  flown_s_ = 0;
}

void CameraControl::stand(scene::Camera const& camera) {
  flight_.reset();
  wanted_ = scene::above_ground(camera, *terrain_, kClearance_m);
  at_once_ = true;
}

} // namespace dalian::viewer
