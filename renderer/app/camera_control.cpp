#include "renderer/app/camera_control.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::viewer {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kFollow_s = 0.09; // time constant of the inertia
constexpr double kNearest_m = 40, kFarthest_m = 180e3, kClearance_m = 4;
constexpr double kLeastDown = 0.05, kMostDown = 1.5;

double wrapped(double angle) {
  return std::remainder(angle, 2 * kPi);
}

/// Smoother step: no jerk at either end.
double eased(double t) {
  return t * t * t * (t * (6 * t - 15) + 10);
}

double mix(double a, double b, double t) {
  return a + (b - a) * t;
}

Gaze between(Gaze const& a, Gaze const& b, double t) {
  Gaze g;
  g.target = {mix(a.target.east_m, b.target.east_m, t), mix(a.target.north_m, b.target.north_m, t)};
  g.up_m = mix(a.up_m, b.up_m, t);
  g.distance_m = std::exp(mix(std::log(a.distance_m), std::log(b.distance_m), t));
  g.heading_rad = a.heading_rad + wrapped(b.heading_rad - a.heading_rad) * t;
  g.down_rad = mix(a.down_rad, b.down_rad, t);
  g.vertical_field_rad = mix(a.vertical_field_rad, b.vertical_field_rad, t);
  return g;
}

/// How far apart two gazes are on the screen, roughly in picture heights.
double apart(Gaze const& a, Gaze const& b) {
  double const scale = std::min(a.distance_m, b.distance_m);
  return distance_m(a.target, b.target) / scale + std::abs(a.up_m - b.up_m) / scale +
         std::abs(std::log(a.distance_m / b.distance_m)) + std::abs(wrapped(a.heading_rad - b.heading_rad)) +
         std::abs(a.down_rad - b.down_rad) + std::abs(a.vertical_field_rad - b.vertical_field_rad);
}

} // namespace

bool CameraInput::any() const {
  return orbit_x_px != 0 || orbit_y_px != 0 || pan_x_px != 0 || pan_y_px != 0 || zoom_steps != 0 || ahead != 0 ||
         aside != 0 || turn != 0 || tilt != 0 || approach != 0;
}

CameraControl::CameraControl(std::shared_ptr<view::Terrain const> terrain, Gaze const& start)
    : terrain_(std::move(terrain)), now_(start), wanted_(start) {
  keep_sane(now_);
  wanted_ = now_;
}

void CameraControl::update(CameraInput const& input, double dt_s, int picture_height_px) {
  if (input.any()) {
    if (flight_) wanted_ = now_;
    flight_.reset();
    steer(input, dt_s, picture_height_px);
    keep_sane(wanted_);
  }
  Gaze const before = now_;
  if (flight_)
    advance_flight(dt_s);
  else
    follow(dt_s);
  keep_sane(now_);
  moving_ = flight_.has_value() || apart(before, now_) > 1e-5;
}

void CameraControl::steer(CameraInput const& in, double dt_s, int height_px) {
  double const metres_per_px = 2 * wanted_.distance_m * std::tan(wanted_.vertical_field_rad / 2) / height_px;
  double const s = std::sin(wanted_.heading_rad), c = std::cos(wanted_.heading_rad);
  wanted_.heading_rad += 1.6 * kPi * in.orbit_x_px / height_px + 1.2 * in.turn * dt_s;
  wanted_.down_rad += 1.0 * kPi * in.orbit_y_px / height_px + 0.8 * in.tilt * dt_s;
  // The ground under the pointer moves with it; along the look it is foreshortened.
  double const foreshortening = std::max(0.25, std::sin(wanted_.down_rad));
  double const ahead = in.pan_y_px * metres_per_px / foreshortening + in.ahead * 0.9 * wanted_.distance_m * dt_s;
  double const aside = -in.pan_x_px * metres_per_px + in.aside * 0.9 * wanted_.distance_m * dt_s;
  wanted_.target.east_m += ahead * s + aside * c;
  wanted_.target.north_m += ahead * c - aside * s;
  wanted_.distance_m *= std::exp(-0.16 * in.zoom_steps - 1.4 * in.approach * dt_s);
}

void CameraControl::follow(double dt_s) {
  double const t = 1 - std::exp(-dt_s / kFollow_s);
  now_ = apart(now_, wanted_) < 2e-4 ? wanted_ : between(now_, wanted_, t);
}

void CameraControl::fly_to(Gaze const& goal) {
  Flight flight{now_, goal, 0, 0, 0};
  double const way = distance_m(now_.target, goal.target) / std::max(now_.distance_m, goal.distance_m);
  double const change = apart(now_, goal);
  if (change < 1e-3) return;
  flight.seconds = change < 0.05 ? 0.5 : std::clamp(4 + 1.2 * std::log1p(way), 4.0, 8.0);
  flight.arc = std::log1p(0.8 * way); // high enough to see where one is going
  flight_ = flight;
  wanted_ = goal;
}

void CameraControl::advance_flight(double dt_s) {
  flight_->elapsed += dt_s;
  double const t = std::min(1.0, flight_->elapsed / flight_->seconds);
  now_ = between(flight_->from, flight_->to, eased(t));
  double const swell = std::sin(kPi * eased(t));
  now_.distance_m *= std::exp(flight_->arc * swell * swell);
  if (t >= 1) flight_.reset();
}

/// Keeps distance and tilt in bounds, and the eye above the ground with a margin.
void CameraControl::keep_sane(Gaze& g) const {
  g.distance_m = std::clamp(g.distance_m, kNearest_m, kFarthest_m);
  g.down_rad = std::clamp(g.down_rad, kLeastDown, kMostDown);
  g.up_m = std::max(0.0, static_cast<double>(terrain_->height_at(g.target)));
  for (int i = 0; i < 24; ++i) { // tilt up until the eye is clear
    glm::dvec3 const p = eye_of(g).position;
    double const ground = std::max(0.0, static_cast<double>(terrain_->height_at({p.x, p.y})));
    if (p.z >= ground + kClearance_m || g.down_rad >= kMostDown) return;
    g.down_rad = std::min(kMostDown, g.down_rad + 0.04);
  }
}

passes::Eye CameraControl::eye() const {
  passes::Eye eye = eye_of(now_);
  double const ground = std::max(0.0, static_cast<double>(terrain_->height_at({eye.position.x, eye.position.y})));
  eye.position.z = std::max(eye.position.z, ground + kClearance_m);
  return eye;
}

} // namespace dalian::viewer
