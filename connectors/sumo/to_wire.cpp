#include "connectors/sumo/to_wire.hpp"

#include "connectors/common/teller.hpp"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <numbers>

namespace dalian::sumo {
namespace {

constexpr std::size_t kMostLights = 100'000;
constexpr Duration kRepeatLight = std::chrono::seconds(10); // what does not change is said that often

struct Pose {
  GeoPoint front;
  double heading_deg;
};

std::optional<Pose> pose_of(Mover const& mover, NetFrame const& frame) {
  auto const place = frame.place(mover.x, mover.y);
  if (!place) return std::nullopt;
  double const turned = std::fmod(mover.angle_deg + place->turn_deg, 360);
  return Pose{place->at, turned < 0 ? turned + 360 : turned};
}

/// `metres` back from `p` along a heading; a few metres, so the Earth is a ball of its mean radius (6,371,009 m).
GeoPoint behind(GeoPoint p, double heading_deg, double metres) {
  constexpr double kDeg = 180 / std::numbers::pi, kRadius_m = 6'371'009;
  double const course = heading_deg / kDeg;
  double const lon_deg = p.lon_deg - metres * std::sin(course) / (kRadius_m * std::cos(p.lat_deg / kDeg)) * kDeg;
  return {std::remainder(lon_deg, 360), p.lat_deg - metres * std::cos(course) / kRadius_m * kDeg};
}

wire::Observation start(std::string entity, wire::Kind kind, Instant t_obs, Instant t_rx) {
  wire::Observation o;
  o.set_entity(std::move(entity));
  o.set_kind(kind);
  o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(t_obs)));
  o.set_t_rx(static_cast<std::uint64_t>(to_unix_ns(t_rx)));
  return o;
}

void set_place(wire::Fix& fix, GeoPoint p, float sigma_m) {
  fix.set_lon_deg(p.lon_deg);
  fix.set_lat_deg(p.lat_deg);
  fix.set_sigma_m(sigma_m);
}

} // namespace

unsigned phase_of(char state) {
  switch (state) {
  case 'r':
    return 3; // stop and remain
  case 'u':
    return 4; // red and yellow: pre-movement
  case 'g':
    return 5; // permissive
  case 'G':
    return 6; // protected
  case 'y':
  case 'Y':
    return 7; // permissive clearance
  case 's':
    return 2; // stop, then proceed
  case 'o':
    return 9; // caution, conflicting traffic
  case 'O':
    return 1; // dark
  default:
    return 0;
  }
}

void WireConverter::tell(Mover const& mover, NetFrame const& frame, VehicleTypes const& types, Times times,
                         Publish const& publish) {
  if (mover.person && !options_.persons) return details_.add("persons_left_out");
  auto const pose = pose_of(mover, frame);
  if (!pose || !std::isfinite(pose->heading_deg) || !(mover.speed_mps >= 0 && mover.speed_mps < 1000))
    return details_.add("impossible"); // as of a vehicle that is not on the net yet
  auto const it = types.find(mover.type);
  auto const type = it != types.end() ? it->second : type_of_class(mover.person ? "pedestrian" : "");
  auto o = start(connectors::wire_entity(options_.scheme, mover.id), wire::ROAD_VEHICLE, times.obs, times.rx);
  auto& fix = *o.mutable_fix();
  set_place(fix, behind(pose->front, pose->heading_deg, type.length_m / 2), options_.sigma_m);
  fix.set_speed_mps(mover.speed_mps);
  fix.set_heading_deg(static_cast<float>(pose->heading_deg));
  if (mover.speed_mps > 0) fix.set_course_deg(fix.heading_deg());
  auto& road = *o.mutable_road_vehicle();
  road.set_length_m(type.length_m);
  road.set_width_m(type.width_m);
  road.set_vehicle_type(type.kind);
  details_.add("observations");
  publish(std::move(o));
}

/// An event when it changes; else again now and then, so that who comes later knows it.
void WireConverter::tell(Light const& light, NetFrame const& frame, Times times, Publish const& publish) {
  if (lights_.size() > kMostLights) lights_.clear();
  auto const [it, fresh] = lights_.try_emplace(light.id, Shown{light.state, times.obs});
  bool const changed = fresh || it->second.state != light.state;
  if (!changed && times.obs >= it->second.at && times.obs - it->second.at < kRepeatLight) return;
  it->second = {light.state, times.obs};
  auto o =
      start(connectors::wire_entity("signal", options_.scheme + "." + light.id), wire::SENSOR, times.obs, times.rx);
  if (auto const place = frame.place(light.x, light.y)) set_place(*o.mutable_fix(), place->at, options_.sigma_m);
  o.mutable_sensor()->set_quantity("signal_phase");
  o.mutable_sensor()->set_state(phase_of(light.state));
  o.set_event(changed);
  details_.add("observations");
  publish(std::move(o));
}

void WireConverter::convert(Step const& step, NetFrame const& frame, VehicleTypes const& types, Instant t_obs,
                            Instant t_rx, Publish const& publish) {
  for (auto const& mover : step.movers)
    tell(mover, frame, types, {t_obs, t_rx}, publish);
  for (auto const& light : step.lights)
    tell(light, frame, {t_obs, t_rx}, publish);
}

std::string to_json(Mover const& mover, double time_s, NetFrame const& frame) {
  auto const pose = pose_of(mover, frame);
  nlohmann::ordered_json line{{"time_s", time_s},
                              {"kind", mover.person ? "person" : "vehicle"},
                              {"id", mover.id},
                              {"type", mover.type},
                              {"x", mover.x},
                              {"y", mover.y},
                              {"angle_deg", mover.angle_deg},
                              {"speed_mps", mover.speed_mps}};
  if (pose)
    line.update(
        {{"lon_deg", pose->front.lon_deg}, {"lat_deg", pose->front.lat_deg}, {"heading_deg", pose->heading_deg}});
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace dalian::sumo
