#pragma once
// A ship that comes from the sea to a berth every day, lies there and leaves again: where she is at any second of the
// day. She follows her lane, stops off the berth on a line beside it, is pushed alongside, and on one of the two ways
// is turned end for end. Map metres, grid radians; knows no names, cargo or protocol.
#include "connectors/synth/fleet_plan.hpp"
#include "connectors/synth/motion.hpp"

#include <memory>

namespace dalian::synth {

struct Hull {
  double length_m = 0, beam_m = 0;
};

class PortCall {
 public:
  /// An error when the berth does not lie on the quay, or her stay leaves too little or too much time for the way to
  /// the lane's end and back.
  static Result<std::shared_ptr<PortCall const>> make(FleetPlan const& plan, Call const& call, Hull hull);

  /// `second_of_day` may be any number: every day is the same.
  MotionState at(double second_of_day) const;
  bool alongside(double second_of_day) const;
  /// From the last half hour at the berth until she turns at sea: her papers are those of the voyage that begins.
  bool outbound(double second_of_day) const;

  MapPoint berth() const { return berth_; } // hull's centre
  double heading_rad() const { return heading_rad_; }
  ShipCall const& hours() const { return hours_; }
  /// At sea, from off the berth to off the berth.
  std::vector<PathSample> const& track() const { return voyage_->track(); }

 private:
  PortCall() = default;
  Status plan_voyage(std::vector<WayPoint> const& points, Hull hull, MotionLimits limits);
  MotionState pushed(double share, double distance_m, double lasts_s) const;
  MotionState turned(double share, bool arriving) const;
  MapPoint off_berth(double distance_m) const;

  ShipCall hours_;
  MapPoint berth_;
  double heading_rad_ = 0, water_rad_ = 0; // alongside; from the berth to the water
  bool turns_first_ = false;
  double leave_m_ = 0, arrive_m_ = 0; // how far off the berth the voyage begins and ends
  double leave_s_ = 0, arrive_s_ = 0; // to be pushed so far
  double turn_s_ = 0, sea_s_ = 0;
  std::shared_ptr<Timetable const> voyage_;
};

} // namespace dalian::synth
