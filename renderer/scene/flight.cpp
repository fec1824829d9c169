#include "renderer/scene/flight.hpp"

#include <algorithm>
#include <cmath>

#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace dalian::scene {
namespace {

constexpr double kShortest_s = 4, kLongest_s = 8, kMargin_m = 30;
constexpr int kSamples = 96;

double bump(double share) {
  return 4 * share * (1 - share);
}

} // namespace

double eased(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * t * (t * (t * 6 - 15) + 10);
}

Flight::Flight(Camera from, Camera to, std::shared_ptr<view::Terrain const> terrain)
    : from_(above_ground(from, *terrain)), to_(above_ground(to, *terrain)), terrain_(std::move(terrain)) {
  double const distance = glm::length(to_.position - from_.position);
  double const turn = std::abs(shortest_turn(from_.heading_rad, to_.heading_rad));
  duration_s_ = std::clamp(kShortest_s + std::log2(1 + distance / 2000) * 0.9 + turn * 0.4, kShortest_s, kLongest_s);
  rise_m_ = std::min(distance * 0.18, 5000.0);
  double const shape_limit = 0.15; // nearer to the ends the arc cannot help: at() lifts the camera there
  for (int i = 1; i < kSamples; ++i) {
    double const share = static_cast<double>(i) / kSamples;
    if (bump(share) < shape_limit) continue;
    glm::dvec3 const p = glm::mix(from_.position, to_.position, share);
    double const ground = std::max(0.0F, terrain_->height_at({p.x, p.y}));
    rise_m_ = std::max(rise_m_, (ground + kMargin_m - p.z) / bump(share));
  }
}

glm::dvec3 Flight::on_arc(double share) const {
  glm::dvec3 p = glm::mix(from_.position, to_.position, share);
  p.z += rise_m_ * bump(share);
  return p;
}

Camera Flight::at(double seconds) const {
  double const share = eased(seconds / duration_s_);
  if (share <= 0) return from_;
  if (share >= 1) return to_;
  Camera c;
  c.position = on_arc(share);
  c.heading_rad = from_.heading_rad + shortest_turn(from_.heading_rad, to_.heading_rad) * share;
  c.pitch_rad = glm::mix(from_.pitch_rad, to_.pitch_rad, share);
  c.vertical_field_rad = glm::mix(from_.vertical_field_rad, to_.vertical_field_rad, share);
  return above_ground(c, *terrain_);
}

} // namespace dalian::scene
