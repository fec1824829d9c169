#pragma once
// The synthetic ships themselves: who they are and where each is at any instant. Built from a FleetPlan and a seed;
// every choice is a keyed draw of the vessel's own name ("xingang-crude/03").
#include "connectors/synth/ais_encode.hpp"
#include "connectors/synth/fleet_plan.hpp"
#include "connectors/synth/motion.hpp"
#include "connectors/synth/port_call.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dalian::synth {

/// ITU-R M.1371 navigational status codes used here.
enum class NavStatus : std::uint8_t { under_way = 0, at_anchor = 1, restricted = 3, moored = 5, fishing = 7 };

struct Vessel {
  std::string id;   // group and number: "xingang-crude/03"
  std::string kind; // id of its ShipKind
  std::uint32_t mmsi = 0;
  bool class_b = false;
  NavStatus status = NavStatus::under_way; // of a ship that calls: status_at()
  AisStatic data;                          // of a ship that calls: data_at()
  double length_m = 0, beam_m = 0;
  double antenna_ahead_m = 0; // of the hull's centre
  Draws draws{0, ""};

  // How it moves: on a timetable (shift along its own time), in and out by the day's clock, or at a fixed place.
  std::shared_ptr<Timetable const> timetable;
  std::shared_ptr<PortCall const> call;
  double offset_s = 0; // of a call: the second of the day at which the run starts
  std::string next_destination;
  double next_draught_m = 0;
  MapPoint place;         // moored: hull's centre; at anchor: the anchor on the ground
  double heading_rad = 0; // grid
};

/// Hull's centre, true to the plan, without any sensor's error. `t_s`: seconds since the start of the run.
MotionState state_at(Vessel const& vessel, double t_s);

/// What she says of herself then; both change for ships that call only.
NavStatus status_at(Vessel const& vessel, double t_s);
AisStatic data_at(Vessel const& vessel, double t_s);

/// What the vessel's receiver measures then: the antenna's place with GNSS error, true angles.
struct Measured {
  GeoPoint position;
  double speed_kn = 0;
  double course_deg = 0, heading_deg = 0; // true
  double turn_rate_dpm = 0;
};
Measured measured_at(Vessel const& vessel, double t_s);

/// `second_of_day` of the plan's clock is it when the run starts. An error when ships of a quay do not fit on it, or a
/// call has no time for its way.
Result<std::vector<Vessel>> make_fleet(FleetPlan const& plan, std::uint64_t seed, double second_of_day = 0);

inline constexpr double kMpsPerKnot = 1852.0 / 3600.0;

} // namespace dalian::synth
