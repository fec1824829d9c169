#pragma once
// Synthetic test vehicles on the connected-vehicle routes: each keeps to the right of its route's centre line, slows in
// bends and at signals, turns round at the ends, and reports ten times a second as wire observations. One thread.
#include "connectors/synth/fleet_plan.hpp"
#include "connectors/synth/motion.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dalian::synth {

/// Centre line of one route as the city draws it.
struct RouteLine {
  std::vector<MapPoint> line;
  std::vector<double> height_m; // at each point; empty = unknown
};

/// The LineStrings of a GeoJSON file by their property "id"; a third coordinate is the height.
Result<std::map<std::string, RouteLine>> read_routes(std::filesystem::path const& geojson);

/// One lane of one route as a timetable, shared by the vehicles of a group.
struct RoadLane {
  Timetable timetable;
  std::vector<double> height_m; // at each sample of the track; empty = unknown
};

struct RoadVehicle {
  std::string entity;               // "car:T1-03"
  std::string label;                // "T1-03"
  RoadGroup const* group = nullptr; // owned by the traffic's plan
  std::shared_ptr<RoadLane const> lane;
  double offset_s = 0, behind_m = 0; // behind the leader of its platoon
  double sigma_m = 0.5;
  Draws draws{0, ""};
};

class RoadTraffic {
 public:
  /// An error when a group names a route that `routes` lacks.
  static Result<RoadTraffic> make(std::vector<RoadGroup> const& groups, std::map<std::string, RouteLine> const& routes,
                                  std::uint64_t seed, Instant start);

  bool empty() const { return vehicles_.empty(); }
  Instant next_time() const;
  wire::Observation next();
  std::vector<RoadVehicle> const& vehicles() const { return vehicles_; }
  /// Body's centre, without the sensor's error; `t_s` seconds since the start.
  static MotionState state_at(RoadVehicle const& vehicle, double t_s);

 private:
  RoadTraffic(std::vector<RoadGroup> const& groups, Instant start)
      : groups_(std::make_shared<std::vector<RoadGroup> const>(groups)), start_(start) {}
  wire::Observation observe(RoadVehicle const& vehicle, Instant at) const;

  std::shared_ptr<std::vector<RoadGroup> const> groups_;
  std::vector<RoadVehicle> vehicles_;
  Instant start_;
  std::uint64_t sent_ = 0; // vehicles take turns: every one once in 100 ms
};

} // namespace dalian::synth
