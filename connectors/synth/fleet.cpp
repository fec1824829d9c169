#include "connectors/synth/fleet.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dalian::synth {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kGoldenShare = 0.6180339887498949; // spreads any number of phases evenly, whatever the count
constexpr double kGnssSigma_m = 2.0;
constexpr double kGnssPeriod_s = 240;
constexpr double kSwing_rad = 0.2; // of a ship at anchor, one standard deviation
constexpr double kSwingPeriod_s = 2400;
constexpr double kAnchorChain_m = 90; // horizontal, from the anchor to the bow

double radians(double deg) {
  return deg * kPi / 180;
}
double degrees(double rad) {
  double const d = std::fmod(rad * 180 / kPi, 360.0);
  return d < 0 ? d + 360 : d;
}
MapPoint ahead(MapPoint p, double bearing_rad, double metres) {
  return {p.east_m + metres * std::sin(bearing_rad), p.north_m + metres * std::cos(bearing_rad)};
}
double true_to_grid(double true_rad, GeoPoint at) {
  return true_rad - meridian_convergence_rad(at);
}

ShipKind const& kind_of(FleetPlan const& plan, Group const& group) {
  return *std::find_if(plan.kinds.begin(), plan.kinds.end(), [&](ShipKind const& k) { return k.id == group.kind; });
}

std::string call_sign(std::uint32_t mmsi) {
  return fmt::format("SY{:05}", mmsi % 100'000);
}

void set_dimensions(Vessel& v, ShipSize const& size, double bow_share) {
  v.length_m = size.length_m;
  v.beam_m = size.beam_m;
  auto const length = static_cast<int>(std::lround(size.length_m));
  auto const beam = static_cast<int>(std::lround(size.beam_m));
  auto& d = v.data.dimensions;
  d.bow_m = static_cast<int>(std::lround(size.length_m * bow_share));
  d.stern_m = length - d.bow_m;
  d.port_m = beam / 2;
  d.starboard_m = beam - d.port_m;
  v.antenna_ahead_m = size.length_m / 2 - d.bow_m;
}

/// Identity and hull of vessel number `index` of a group.
Vessel make_vessel(FleetPlan const& plan, Group const& group, int index, std::uint64_t seed) {
  auto const& kind = kind_of(plan, group);
  Vessel v;
  v.id = fmt::format("{}/{:02}", group.id, index + 1);
  v.kind = kind.id;
  v.mmsi = group.mmsi + static_cast<std::uint32_t>(index);
  v.class_b = kind.class_b;
  v.draws = Draws(seed, v.id);
  auto const last = group.last_size < 0 ? static_cast<int>(kind.sizes.size()) - 1 : group.last_size;
  auto const span = static_cast<std::uint64_t>(last - group.first_size + 1);
  auto const& size = kind.sizes[static_cast<std::size_t>(group.first_size) + v.draws.below("size", span)];
  set_dimensions(v, size, kind.bow_share);
  auto const& name = kind.names[v.draws.below("name", kind.names.size())];
  // "SYN" in front and the MMSI's last digits behind: nobody shall take it for a ship that exists.
  v.data.name = fmt::format("SYN {} {}", name, v.mmsi % 1000).substr(0, 20);
  v.data.call_sign = call_sign(v.mmsi);
  v.data.ship_type = kind.ship_type;
  v.data.destination = group.destination;
  v.data.draught_m = std::round(size.draught_m * v.draws.uniform("laden", 0.62, 1.0) * 10) / 10;
  return v;
}

MotionLimits limits_of(ShipKind const& kind, double cruise_kn) {
  MotionLimits limits;
  limits.cruise_mps = cruise_kn * kMpsPerKnot;
  limits.turn_rate_rps = radians(kind.turn_rate_dpm / 60);
  limits.acceleration_mps2 = kind.cruise_kn > 14 && kind.turn_rate_dpm < 30 ? 0.02 : 0.04;
  return limits;
}

/// Out along the lane's right side and back along the other; `aside_m` further to starboard.
std::vector<WayPoint> round_trip(Lane const& lane, double aside_m) {
  std::vector<MapPoint> centre;
  for (auto const& p : lane.points)
    centre.push_back(to_map(p));
  double const half = lane.width_m / 2 + aside_m;
  auto const outward = offset_line(centre, half), back = offset_line(centre, -half);
  double const turn_radius = half;
  double const bend_radius = std::max(1500.0, 2 * lane.width_m);
  auto const legs = lane.speed_kn.size();
  std::vector<WayPoint> points;
  auto const add = [&](MapPoint p, bool at_end, double knots) {
    points.push_back({p, at_end ? turn_radius : bend_radius, knots * kMpsPerKnot, 0});
  };
  auto const add_stop = [&](MapPoint p, double minutes, double knots) {
    if (minutes > 0) points.push_back({p, turn_radius, knots * kMpsPerKnot, minutes * 60});
  };
  for (std::size_t i = 0; i <= legs; ++i)
    add(outward[i], i == 0 || i == legs, lane.speed_kn[std::min(i, legs - 1)]);
  add_stop(centre.back(), lane.last_stop_min, lane.speed_kn.back());
  for (std::size_t i = legs + 1; i-- > 0;)
    add(back[i], i == 0 || i == legs, lane.speed_kn[i == 0 ? 0 : i - 1]);
  add_stop(centre.front(), lane.first_stop_min, lane.speed_kn.front());
  return points;
}

std::shared_ptr<Timetable const> timetable(std::vector<WayPoint> const& points, Vessel const& v,
                                           MotionLimits const& limits) {
  double const easing = std::clamp(2 * v.length_m, 40.0, 600.0);
  return std::make_shared<Timetable const>(smooth_closed_path(points, {std::clamp(v.length_m / 8, 5.0, 25.0), easing}),
                                           limits);
}

void add_voyage(FleetPlan const& plan, Voyage const& voyage, std::uint64_t seed, std::vector<Vessel>& out) {
  auto const& kind = kind_of(plan, voyage);
  auto const& lane =
      *std::find_if(plan.lanes.begin(), plan.lanes.end(), [&](Lane const& l) { return l.id == voyage.lane; });
  for (int i = 0; i < voyage.count; ++i) {
    auto v = make_vessel(plan, voyage, i, seed);
    // Five tracks side by side, so that the fast pass the slow with room between.
    double const aside = (static_cast<double>(v.draws.below("track", 5)) - 2) * 0.09 * lane.width_m;
    double const cruise = kind.cruise_kn * v.draws.uniform("speed", 0.85, 1.0);
    v.timetable = timetable(round_trip(lane, aside), v, limits_of(kind, cruise));
    v.offset_s = v.timetable->period_s() * (voyage.phase + i * kGoldenShare);
    out.push_back(std::move(v));
  }
}

Status add_quay(FleetPlan const& plan, Quay const& quay, std::uint64_t seed, std::vector<Vessel>& out) {
  auto const from = to_map(quay.from), to = to_map(quay.to);
  double const bearing = std::atan2(to.east_m - from.east_m, to.north_m - from.north_m);
  double along = quay.from_m;
  for (int i = 0; i < quay.count; ++i) {
    auto v = make_vessel(plan, quay, i, seed);
    constexpr double kFender_m = 2.5;
    auto const face = ahead(from, bearing, along + v.length_m / 2);
    v.place = ahead(face, bearing - kPi / 2, v.beam_m / 2 + kFender_m);
    v.heading_rad = v.draws.below("berthed", 3) == 0 ? bearing + kPi : bearing; // either side to the quay
    v.status = NavStatus::moored;
    along += v.length_m;
    if (along > distance_m(from, to))
      return Error{fmt::format("[[quay]] {}: ship {} of {} does not fit on its {:.0f} m", quay.id, i + 1, quay.count,
                               distance_m(from, to))};
    along += quay.gap_m * v.draws.uniform("gap", 0.5, 1.5);
    out.push_back(std::move(v));
  }
  return {};
}

Status add_call(FleetPlan const& plan, Call const& call, std::uint64_t seed, std::vector<Vessel>& out) {
  auto v = make_vessel(plan, call, 0, seed);
  auto made = PortCall::make(plan, call, {v.length_m, v.beam_m});
  if (!made) return Error{made.error()};
  v.call = std::move(*made);
  v.next_destination = call.next_destination;
  auto const& size = kind_of(plan, call).sizes[static_cast<std::size_t>(call.first_size)];
  v.next_draught_m = std::round(size.draught_m * v.draws.uniform("laden out", 0.62, 1.0) * 10) / 10;
  out.push_back(std::move(v));
  return {};
}

void add_anchorage(FleetPlan const& plan, Anchorage const& a, std::uint64_t seed, std::vector<Vessel>& out) {
  auto const first = to_map(a.first);
  for (int i = 0; i < a.count; ++i) {
    auto v = make_vessel(plan, a, i, seed);
    double const jitter = 0.12 * a.spacing_m;
    v.place = {first.east_m + a.spacing_m * (i % a.columns) + v.draws.uniform("east", -jitter, jitter),
               first.north_m + a.spacing_m * (i / a.columns) + v.draws.uniform("north", -jitter, jitter)};
    v.heading_rad = true_to_grid(radians(a.heading_deg), a.first);
    v.status = NavStatus::at_anchor;
    out.push_back(std::move(v));
  }
}

/// A ring of seven places around a centre of its own, all within the ground. Centres go round by the golden angle, so
/// that vessels of one ground keep apart whatever their number.
std::vector<WayPoint> fishing_round(Ground const& ground, Vessel const& v, int index, std::uint64_t seed) {
  constexpr double kPlasticShare = 0.7548776662466927; // evenly spread and out of step with the golden angle
  auto const middle = to_map(ground.centre);
  double const first = Draws(seed, ground.id).uniform("bearing", 0, 2 * kPi);
  double const share = std::fmod(0.7 + index * kPlasticShare, 1.0);
  auto const centre =
      ahead(middle, first + index * 2 * kPi * kGoldenShare, (ground.radius_m - ground.loop_m) * std::sqrt(share));
  double const sense = v.draws.below("sense", 2) == 0 ? 1 : -1;
  std::vector<WayPoint> points;
  for (std::uint64_t k = 0; k < 7; ++k) {
    double const bearing = sense * (static_cast<double>(k) + v.draws.uniform("corner", -0.3, 0.3, k)) * 2 * kPi / 7;
    double const range = ground.loop_m * v.draws.uniform("reach", 0.4, 1.0, k);
    points.push_back({ahead(centre, bearing, range), 0.35 * range, ground.speed_kn * kMpsPerKnot, 0});
  }
  return points;
}

void add_ground(FleetPlan const& plan, Ground const& ground, std::uint64_t seed, std::vector<Vessel>& out) {
  auto const& kind = kind_of(plan, ground);
  for (int i = 0; i < ground.count; ++i) {
    auto v = make_vessel(plan, ground, i, seed);
    double const cruise = ground.speed_kn * v.draws.uniform("speed", 0.8, 1.0);
    v.timetable = timetable(fishing_round(ground, v, i, seed), v, limits_of(kind, cruise));
    v.offset_s = v.timetable->period_s() * v.draws.uniform("phase");
    if (ground.working) v.status = kind.ship_type == 30 ? NavStatus::fishing : NavStatus::restricted;
    out.push_back(std::move(v));
  }
}

/// Swings about its anchor, bow towards it.
MotionState at_anchor(Vessel const& v, double t_s) {
  MotionState s;
  s.heading_rad = v.heading_rad + wander(v.draws, "swing", t_s, kSwing_rad, kSwingPeriod_s);
  double const later = v.heading_rad + wander(v.draws, "swing", t_s + 1, kSwing_rad, kSwingPeriod_s);
  s.turn_rate_rps = later - s.heading_rad;
  double const reach = kAnchorChain_m + v.length_m / 2;
  s.position = ahead(v.place, s.heading_rad + kPi, reach);
  s.speed_mps = reach * std::abs(s.turn_rate_rps);
  s.course_rad = s.heading_rad + (s.turn_rate_rps > 0 ? -kPi / 2 : kPi / 2); // the stern sweeps against the turn
  return s;
}

} // namespace

MotionState state_at(Vessel const& vessel, double t_s) {
  if (vessel.timetable) return vessel.timetable->at(t_s + vessel.offset_s);
  if (vessel.call) return vessel.call->at(t_s + vessel.offset_s);
  if (vessel.status == NavStatus::at_anchor) return at_anchor(vessel, t_s);
  MotionState s;
  s.position = vessel.place;
  s.heading_rad = s.course_rad = vessel.heading_rad;
  return s;
}

NavStatus status_at(Vessel const& vessel, double t_s) {
  if (!vessel.call) return vessel.status;
  return vessel.call->alongside(t_s + vessel.offset_s) ? NavStatus::moored : NavStatus::under_way;
}

AisStatic data_at(Vessel const& vessel, double t_s) {
  auto data = vessel.data;
  if (vessel.call && vessel.call->outbound(t_s + vessel.offset_s)) {
    data.destination = vessel.next_destination;
    data.draught_m = vessel.next_draught_m;
  }
  return data;
}

Measured measured_at(Vessel const& vessel, double t_s) {
  auto const state = state_at(vessel, t_s);
  auto antenna = ahead(state.position, state.heading_rad, vessel.antenna_ahead_m);
  antenna.east_m += wander(vessel.draws, "gnss east", t_s, kGnssSigma_m, kGnssPeriod_s);
  antenna.north_m += wander(vessel.draws, "gnss north", t_s, kGnssSigma_m, kGnssPeriod_s);
  Measured m;
  m.position = to_geo(antenna);
  double const convergence = meridian_convergence_rad(m.position);
  m.speed_kn = std::max(0.0, state.speed_mps / kMpsPerKnot + wander(vessel.draws, "log", t_s, 0.05, 60));
  m.course_deg = degrees(state.course_rad + convergence);
  m.heading_deg = degrees(state.heading_rad + convergence);
  m.turn_rate_dpm = state.turn_rate_rps * 180 / kPi * 60;
  return m;
}

Result<std::vector<Vessel>> make_fleet(FleetPlan const& plan, std::uint64_t seed, double second_of_day) {
  std::vector<Vessel> fleet;
  for (auto const& v : plan.voyages)
    add_voyage(plan, v, seed, fleet);
  for (auto const& q : plan.quays)
    if (auto status = add_quay(plan, q, seed, fleet); !status) return Error{status.error()};
  for (auto const& c : plan.calls) {
    if (auto status = add_call(plan, c, seed, fleet); !status) return Error{status.error()};
    fleet.back().offset_s = second_of_day;
  }
  for (auto const& a : plan.anchorages)
    add_anchorage(plan, a, seed, fleet);
  for (auto const& g : plan.grounds)
    add_ground(plan, g, seed, fleet);
  return fleet;
}

} // namespace dalian::synth
