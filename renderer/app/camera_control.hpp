#pragma once
// Moves the camera: orbit, pan, zoom and tilt with inertia, and flights between views. Knows no window: input comes as
// numbers, time as seconds. The eye never goes below the ground.
#include "renderer/app/views.hpp"
#include "twin/view/city_view.hpp"

#include <memory>
#include <optional>

namespace dalian::viewer {

/// What the user does with the camera in one frame. Pixels are of the picture; y down.
struct CameraInput {
  double orbit_x_px = 0, orbit_y_px = 0;   // drag that turns the camera about its target
  double pan_x_px = 0, pan_y_px = 0;       // drag that moves the ground with the pointer
  double zoom_steps = 0;                   // notches; positive goes nearer
  double ahead = 0, aside = 0;             // −1…1, of the keys: along and across the look, over the ground
  double turn = 0, tilt = 0, approach = 0; // −1…1, of the keys
  bool any() const;
};

class CameraControl {
 public:
  CameraControl(std::shared_ptr<view::Terrain const> terrain, Gaze const& start);

  /// Moves on by `dt_s` seconds. Any input ends a flight where it is.
  void update(CameraInput const& input, double dt_s, int picture_height_px);
  /// Starts a flight of 4…8 s, or of a moment when there is almost no way to go.
  void fly_to(Gaze const& goal);

  passes::Eye eye() const;
  Gaze const& gaze() const { return now_; }
  bool flying() const { return flight_.has_value(); }
  /// True while the picture still changes by itself.
  bool moving() const { return moving_; }

 private:
  struct Flight {
    Gaze from, to;
    double seconds = 0, elapsed = 0, arc = 0; // arc: how much the logarithm of the distance swells on the way
  };
  void steer(CameraInput const& input, double dt_s, int picture_height_px);
  void follow(double dt_s);
  void advance_flight(double dt_s);
  void keep_sane(Gaze& gaze) const;

  std::shared_ptr<view::Terrain const> terrain_;
  Gaze now_, wanted_; // the shown one follows the wanted one
  std::optional<Flight> flight_;
  bool moving_ = false;
};

} // namespace dalian::viewer
