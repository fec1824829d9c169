#pragma once
// Where a synthetic thing is at any instant: pure functions of the seconds since the start of the run, so that any
// instant can be asked in any order. Map metres, grid radians clockwise from north; knows no protocol.
#include "connectors/synth/keyed_random.hpp"
#include "connectors/synth/smooth_path.hpp"

#include <memory>
#include <vector>

namespace dalian::synth {

/// Of the hull's or body's centre.
struct MotionState {
  MapPoint position;
  double course_rad = 0;  // grid, over ground
  double heading_rad = 0; // grid
  double speed_mps = 0;
  double turn_rate_rps = 0; // clockwise positive
  double along_m = 0;       // on a timetable's track, else 0
};

struct MotionLimits {
  double cruise_mps = 0;
  double acceleration_mps2 = 0.02;
  double turn_rate_rps = 0.006;
  double lateral_mps2 = 0.3;
};

/// A closed track run for ever at the speed its limits, corners and stops allow.
class Timetable {
 public:
  Timetable(std::vector<PathSample> track, MotionLimits const& limits);
  double period_s() const { return period_s_; }
  double length_m() const { return track_.back().along_m; }
  /// `t_s` may be negative; `shift_m` moves the answer along the track at the same speed (followers of a platoon).
  MotionState at(double t_s, double shift_m = 0) const;
  std::vector<PathSample> const& track() const { return track_; }

 private:
  MotionState on_track(double along_m) const;
  std::vector<PathSample> track_;
  std::vector<double> speed_mps_;          // at each sample
  std::vector<double> arrive_s_, leave_s_; // differ where it stops
  double period_s_ = 0;
};

/// A slow random walk without memory: three keyed sine waves, standard deviation `sigma`.
double wander(Draws const& draws, std::string_view quantity, double t_s, double sigma, double period_s);

} // namespace dalian::synth
