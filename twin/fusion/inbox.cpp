#include "twin/fusion/inbox.hpp"

#include "twin/fusion/sensor_state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace dalian::fusion {
namespace {

constexpr std::size_t kMaxEntityBytes = 64, kMaxTextBytes = 256;
constexpr float kMaxSpeed_mps = 1000, kMaxSigma_m = 1e6F, kMaxAltitude_m = 1e5F, kMaxTurnRate_dps = 1000;

/// False for NaN too.
bool between(double low, double value, double high) {
  return value >= low && value <= high;
}

std::optional<state::Kind> kind_of(wire::Kind kind) {
  switch (kind) {
  case wire::VESSEL:
    return state::Kind::vessel;
  case wire::ROAD_VEHICLE:
    return state::Kind::road_vehicle;
  case wire::AID_TO_NAVIGATION:
    return state::Kind::aid_to_navigation;
  case wire::BASE_STATION:
    return state::Kind::base_station;
  case wire::AIRCRAFT:
    return state::Kind::aircraft;
  case wire::SENSOR:
    return state::Kind::sensor;
  default: // proto3 enums are open: anything may arrive
    return std::nullopt;
  }
}

bool valid(wire::Fix const& fix) {
  auto const angle = [](float deg) { return between(0, deg, 360); };
  return between(-90, fix.lat_deg(), 90) && between(-180, fix.lon_deg(), 180) &&
         between(0, fix.sigma_m(), kMaxSigma_m) &&
         (!fix.has_altitude_m() || between(-kMaxAltitude_m, fix.altitude_m(), kMaxAltitude_m)) &&
         (!fix.has_speed_mps() || between(0, fix.speed_mps(), kMaxSpeed_mps)) &&
         (!fix.has_course_deg() || angle(fix.course_deg())) && (!fix.has_heading_deg() || angle(fix.heading_deg())) &&
         (!fix.has_turn_rate_dps() || between(-kMaxTurnRate_dps, fix.turn_rate_dps(), kMaxTurnRate_dps));
}

bool valid_length(bool has, float length_m) {
  return !has || between(0, length_m, 10000);
}
bool valid_text(std::string const& text) {
  return text.size() <= kMaxTextBytes;
}

bool valid(wire::VesselStatic const& s) {
  return valid_text(s.call_sign()) && valid_text(s.name()) && valid_text(s.destination()) &&
         valid_length(s.has_bow_m(), s.bow_m()) && valid_length(s.has_stern_m(), s.stern_m()) &&
         valid_length(s.has_port_m(), s.port_m()) && valid_length(s.has_starboard_m(), s.starboard_m()) &&
         valid_length(s.has_draught_m(), s.draught_m());
}

bool valid_detail(wire::Observation const& o) {
  switch (o.detail_case()) {
  case wire::Observation::kVesselStatic:
    return valid(o.vessel_static());
  case wire::Observation::kRoadVehicle: {
    auto const& road = o.road_vehicle();
    return valid_text(road.label()) && valid_text(road.route()) && valid_text(road.vehicle_type()) &&
           valid_length(road.has_length_m(), road.length_m()) && valid_length(road.has_width_m(), road.width_m());
  }
  case wire::Observation::kSensor:
    return sensor_quantity(o.sensor()).has_value();
  case wire::Observation::kAid:
    return valid_text(o.aid().name());
  default:
    return true;
  }
}

/// Speed over ground and true course → velocity on the grid. Its error is longer across than along (the course is a
/// guess at low speed, the speed is not), but the filter knows one sigma per fix: the root mean square of both, which
/// keeps the mean square error, and with it the weight of the velocity, true.
void add_velocity(Measurement& m, wire::Fix const& fix, Projected const& at, MotionClass const& motion,
                  FixLimits const& limits) {
  if (!fix.has_speed_mps()) return;
  double const speed = fix.speed_mps() * at.scale;
  // Below this a missing course says that the thing stands, not that its motion is unknown.
  bool const stands = !fix.has_course_deg() && speed < limits.stands_below_mps;
  if (!fix.has_course_deg() && !stands) return; // a speed without direction does not fit a linear filter
  m.has_velocity = true;
  if (stands) {
    m.velocity_east_mps = m.velocity_north_mps = 0;
  } else { // grid bearing = true course − convergence
    double const course = fix.course_deg() * (std::numbers::pi / 180), s = std::sin(course), c = std::cos(course);
    m.velocity_east_mps = static_cast<float>(speed * (s * at.cos_convergence - c * at.sin_convergence));
    m.velocity_north_mps = static_cast<float>(speed * (c * at.cos_convergence + s * at.sin_convergence));
  }
  double const along = stands ? limits.stands_below_mps : motion.speed_sigma_mps;
  double const across = along + speed * motion.course_sigma_rad;
  m.velocity_sigma_mps = static_cast<float>(std::sqrt((along * along + across * across) / 2));
}

bool fill(Admitted& a, wire::Fix const& fix, Parameters const& parameters, ProjectionCache& projection) {
  auto const at = projection.project({fix.lon_deg(), fix.lat_deg()});
  if (!at) return false;
  MotionClass const& motion = parameters.of(a.kind);
  Measurement& m = a.fix;
  m = Measurement{};
  m.t = a.t_obs;
  m.t_rx = a.t_rx;
  m.position = at->point;
  m.sigma_m = static_cast<float>((fix.sigma_m() > 0 ? fix.sigma_m() : motion.fix_sigma_m) * at->scale);
  if (fix.has_heading_deg()) m.heading_deg = fix.heading_deg();
  if (fix.has_turn_rate_dps()) m.turn_rate_dps = fix.turn_rate_dps();
  if (fix.has_altitude_m()) m.altitude_m = fix.altitude_m();
  m.rank = static_cast<std::uint8_t>(std::min(fix.quality_rank(), 255U));
  add_velocity(m, fix, *at, motion, parameters.fixes);
  return true;
}

} // namespace

std::string_view to_string(Outcome outcome) {
  constexpr std::array<std::string_view, kOutcomes> kNames{
      "used",           "used_late", "reset",          "jump_held",    "outranked",    "too_late",
      "future",         "expired",   "invalid_entity", "invalid_kind", "invalid_time", "invalid_fix",
      "invalid_detail", "off_map",   "empty",          "overfull"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::optional<Outcome> admit(wire::Observation const& o, Instant t_twin, InboxRules const& rules, Admitted& a) {
  if (o.entity().empty() || o.entity().size() > kMaxEntityBytes) return Outcome::invalid_entity;
  auto const kind = kind_of(o.kind());
  if (!kind) return Outcome::invalid_kind;
  if (o.t_obs() == 0) return Outcome::invalid_time;
  constexpr std::uint64_t kEndOfTime = std::numeric_limits<std::int64_t>::max(); // the wire says unsigned: year 2554
  if (o.t_obs() > kEndOfTime) return Outcome::future;
  a.t_obs = from_unix_ns(static_cast<std::int64_t>(o.t_obs())) - rules.correction;
  if (a.t_obs > t_twin + from_seconds(rules.parameters.fixes.future_limit_s)) return Outcome::future;
  if (!o.has_fix() && o.detail_case() == wire::Observation::DETAIL_NOT_SET) return Outcome::empty;
  if (!valid_detail(o)) return Outcome::invalid_detail;
  a.t_rx = from_unix_ns(static_cast<std::int64_t>(std::min(o.t_rx(), kEndOfTime)));
  a.kind = *kind;
  a.has_fix = o.has_fix();
  if (!a.has_fix) return std::nullopt;
  if (!valid(o.fix())) return Outcome::invalid_fix;
  if (!fill(a, o.fix(), rules.parameters, rules.projection)) return Outcome::off_map;
  return std::nullopt;
}

} // namespace dalian::fusion
