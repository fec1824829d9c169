#pragma once
// A track over ground, closed or from one place to another: way points joined by straight legs and round corners whose
// curvature grows and fades gradually. Map metres and grid radians; knows nothing of time.
#include "twin/base/geo.hpp"

#include <limits>
#include <vector>

namespace dalian::synth {

struct WayPoint {
  MapPoint position;
  double radius_m = 500; // of the corner here; less where the legs are too short for it
  double speed_limit_mps = std::numeric_limits<double>::infinity(); // on the leg that starts here
  double stop_s = 0;                                                // wait here that long; 0 = pass by
};

/// One sample of the track, `step` metres after the one before.
struct PathSample {
  MapPoint position;
  double along_m = 0;         // from the first sample
  double bearing_rad = 0;     // grid, clockwise from north, continuous (not wrapped) along the track
  double curvature_per_m = 0; // clockwise positive
  double speed_limit_mps = std::numeric_limits<double>::infinity();
  double stop_s = 0;
};

struct PathShape {
  double step_m = 20;
  double easing_m = 200; // length over which a corner's curvature builds up and fades
};

/// The closed track through `points` (at least three, no two neighbours equal); the last sample repeats the first
/// place. Stops lie on straight legs or gentle corners: the track passes them within the easing's own deviation.
std::vector<PathSample> smooth_closed_path(std::vector<WayPoint> const& points, PathShape const& shape);

/// The track from the first of `points` to the last (at least three, no two neighbours equal), whose ends it keeps.
std::vector<PathSample> smooth_open_path(std::vector<WayPoint> const& points, PathShape const& shape);

/// `line` moved `offset_m` to its right, mitred; negative is left. At least two points.
std::vector<MapPoint> offset_line(std::vector<MapPoint> const& line, double offset_m);

} // namespace dalian::synth
