#pragma once
// The way from one view to another: eased in and out over 4 to 8 s, along an arc that clears the ground.
#include "renderer/scene/camera.hpp"

namespace dalian::scene {

/// Perlin's smoother step from 0 to 1: speed and acceleration are zero at both ends. `t` is clamped to 0…1.
double eased(double t);

class Flight {
 public:
  /// Both ends are lifted above the ground if they are below it.
  Flight(Camera from, Camera to, std::shared_ptr<view::Terrain const> terrain);

  double duration_s() const { return duration_s_; }
  /// At `seconds` after the start; the first view before it, the last view from duration_s() on.
  Camera at(double seconds) const;

 private:
  glm::dvec3 on_arc(double share) const;

  Camera from_, to_;
  std::shared_ptr<view::Terrain const> terrain_;
  double duration_s_ = 4, rise_m_ = 0; // rise: of the arc's middle above the straight line
};

} // namespace dalian::scene
