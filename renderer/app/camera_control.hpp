#pragma once
// Moves the camera: orbit, pan, zoom and tilt with inertia, and flights between views. Knows no window: input comes as
// numbers, time as seconds. The eye never goes below the ground.
#include "renderer/scene/flight.hpp"

#include <memory>
#include <optional>

namespace dalian::viewer {

/// A place on the picture: −1…1, x right, y down.
struct PicturePoint {
  double x = 0, y = 0;
};

/// What the user does with the camera in one frame. Drags are in picture heights, y down.
struct CameraInput {
  PicturePoint pointer{};                  // where it is now
  double orbit_x = 0, orbit_y = 0;         // drag that turns the camera about what is in the middle
  double pan_x = 0, pan_y = 0;             // drag that moves the ground with the pointer
  double zoom_steps = 0;                   // notches; positive goes nearer to what is under the pointer
  double ahead = 0, aside = 0;             // −1…1, of the keys: along and across the look, over the ground
  double turn = 0, tilt = 0, approach = 0; // −1…1, of the keys
  bool any() const;
};

class CameraControl {
 public:
  CameraControl(std::shared_ptr<view::Terrain const> terrain, scene::Camera const& start);

  /// Moves on by `dt_s` seconds; `aspect` is the picture's width over its height. Any input ends a flight where it is.
  void update(CameraInput const& input, double dt_s, double aspect);
  void fly_to(scene::Camera const& goal);
  /// There with the next update; ends a flight.
  void stand(scene::Camera const& camera);

  scene::Camera const& camera() const { return now_; }
  bool flying() const { return flight_.has_value(); }
  /// True while the picture still changes by itself.
  bool moving() const { return moving_; }

 private:
  void steer(CameraInput const& input, double dt_s, double aspect);
  void follow(double dt_s);
  glm::dvec3 under(PicturePoint point, double aspect) const;

  std::shared_ptr<view::Terrain const> terrain_;
  scene::Camera now_, wanted_; // the shown one follows the wanted one
  std::optional<scene::Flight> flight_;
  double flown_s_ = 0;
  bool moving_ = false, at_once_ = false; // the next update goes to the wanted one without following
};

} // namespace dalian::viewer
