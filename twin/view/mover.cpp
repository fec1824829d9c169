#include "twin/view/mover.hpp"

#include "twin/view/freshness.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dalian::view {
namespace {

using state::Kind;
using state::TrackView;

constexpr double kRadPerDeg = std::numbers::pi / 180;
/// Below this the course is the noise of the receiver (AIS: rounding to 0.1 kn and GNSS drift of a moored ship).
constexpr double kCourseAbove_mps = 0.5;
/// A rate above this is a faulty sensor on anything that floats (tugs turn at 3°/s on the spot).
constexpr float kMaxTurn_dps = 30;

/// Cargo ships (7x). Container ships are the ones that declare hazardous goods (71…74) or are long and slender
/// (L/B > 7.1) or longer than any bulk carrier of this coast; car carriers are short, high and broad and mostly
/// declare "no additional information" (79).
Shape cargo_shape(std::uint32_t type, std::optional<Size> size) {
  if (type >= 71 && type <= 74) return Shape::container_ship;
  if (!size || size->width_m <= 0) return type == 79 ? Shape::container_ship : Shape::bulk_carrier;
  float const ratio = size->length_m / size->width_m;
  if (type == 79 && ratio < 6.8F && size->length_m >= 120 && size->length_m <= 240) return Shape::car_carrier;
  return ratio > 7.2F || size->length_m > 340 ? Shape::container_ship : Shape::bulk_carrier;
}

/// ITU-R M.1371-5, table 53.
Shape vessel_shape(TrackView track) {
  std::uint32_t const type = track.details().vessel->ship_type.value_or(0);
  if (type == 30) return Shape::fishing_boat;
  if (type == 31 || type == 32 || type == 52) return Shape::tug;
  switch (type / 10) {
  case 4: // high-speed craft
  case 6:
    return Shape::ferry;
  case 7:
    return cargo_shape(type, stated_size(track));
  case 8:
    return Shape::tanker;
  default:
    return Shape::other_ship;
  }
}

Shape vehicle_shape(std::string_view type) {
  if (type == "bus") return Shape::bus;
  if (type == "truck") return Shape::truck;
  if (type == "shuttle") return Shape::shuttle;
  return Shape::car;
}

/// Moored, at anchor or aground and slower than 3 kn: what moves is the receiver's noise.
bool lies_still(TrackView track, double speed_mps) {
  bool const at_rest = track->nav_status == 1U || track->nav_status == 5U || track->nav_status == 6U;
  bool const fixed =
      track->kind == Kind::base_station || track->kind == Kind::aid_to_navigation || track->kind == Kind::sensor;
  return fixed || (at_rest && speed_mps < 3 * 1852.0 / 3600);
}

/// Larger semi-axis of the 1-sigma ellipse: square root of the larger eigenvalue.
float larger_sigma(std::array<float, 10> const& p) {
  double const mean = (p[0] + p[4]) / 2, half = (p[0] - p[4]) / 2;
  return static_cast<float>(std::sqrt(std::max(0.0, mean + std::hypot(half, p[1]))));
}

double grid_heading(TrackView track, double speed_mps, double convergence_rad) {
  if (track->heading_deg) return *track->heading_deg * kRadPerDeg - convergence_rad;
  if (speed_mps < kCourseAbove_mps) return 0;
  return std::atan2(track->velocity_east_mps, track->velocity_north_mps);
}

/// Ships report where their antenna is; the model stands on the middle of the hull.
void move_to_middle(Mover& m, state::VesselStatic const& ship) {
  double const ahead = ship.bow_m && ship.stern_m ? (*ship.bow_m - *ship.stern_m) / 2 : 0;
  double const right = ship.port_m && ship.starboard_m ? (*ship.starboard_m - *ship.port_m) / 2 : 0;
  double const s = std::sin(m.heading_rad), c = std::cos(m.heading_rad);
  m.position.east_m += ahead * s + right * c;
  m.position.north_m += ahead * c - right * s;
}

void set_motion(Mover& m, TrackView track, double speed_mps) {
  if (lies_still(track, speed_mps)) return;
  m.velocity_east_mps = track->velocity_east_mps;
  m.velocity_north_mps = track->velocity_north_mps;
  float const turn_dps = std::clamp(track->turn_rate_dps.value_or(0), -kMaxTurn_dps, kMaxTurn_dps);
  if (speed_mps >= kCourseAbove_mps) m.turn_rate_rps = static_cast<float>(turn_dps * kRadPerDeg);
}

bool is_named(TrackView track) {
  if (track->kind == Kind::road_vehicle) return !track.details().road->label.empty();
  return track->kind != Kind::sensor && track->kind != Kind::unidentified;
}

} // namespace

Shape shape_of(TrackView track) {
  switch (track->kind) {
  case Kind::road_vehicle:
    return vehicle_shape(track.details().road->vehicle_type);
  case Kind::aid_to_navigation:
    return Shape::buoy;
  case Kind::base_station:
    return Shape::base_station;
  case Kind::sensor:
    return Shape::sensor;
  case Kind::aircraft:
    return Shape::aircraft;
  case Kind::unidentified: // a type of vehicle says that it was seen on a road
    return track.details().road->vehicle_type.empty() ? vessel_shape(track) : Shape::car;
  case Kind::vessel:
  case Kind::unspecified:
    break;
  }
  return vessel_shape(track);
}

std::optional<Size> stated_size(TrackView track) {
  Size size;
  if (track->kind == Kind::road_vehicle) {
    size = {track.details().road->length_m.value_or(0), track.details().road->width_m.value_or(0)};
  } else if (track->kind == Kind::vessel) {
    auto const& v = *track.details().vessel;
    size = {v.bow_m.value_or(0) + v.stern_m.value_or(0), v.port_m.value_or(0) + v.starboard_m.value_or(0)};
  }
  if (size.length_m <= 0) return std::nullopt;
  return size;
}

Size usual_size(Shape shape) {
  constexpr std::array<Size, 16> kSizes{{
      {294, 32},    // container_ship
      {190, 32},    // bulk_carrier
      {183, 32},    // tanker
      {200, 32},    // car_carrier
      {150, 25},    // ferry
      {30, 6.2F},   // fishing_boat
      {35, 11},     // tug
      {40, 9},      // other_ship
      {4.7F, 1.9F}, // car
      {12, 2.55F},  // bus
      {12, 2.55F},  // truck
      {5.5F, 2.1F}, // shuttle
      {3, 3},       // buoy
      {6, 6},       // base_station
      {0.6F, 0.6F}, // sensor
      {16, 16},     // aircraft
  }};
  static_assert(static_cast<std::size_t>(Shape::aircraft) + 1 == kSizes.size());
  return kSizes[static_cast<std::size_t>(shape)];
}

GridNorth::Cell const& GridNorth::cell(MapPoint p) {
  auto const column = static_cast<std::int64_t>(std::floor(p.east_m / 1000));
  auto const row = static_cast<std::int64_t>(std::floor(p.north_m / 1000));
  auto const key = static_cast<std::uint64_t>(column) << 32 ^ (static_cast<std::uint64_t>(row) & 0xffffffff);
  auto const [it, is_new] = cells_.try_emplace(key);
  if (is_new) {
    GeoPoint middle = to_geo({1000.0 * static_cast<double>(column) + 500, 1000.0 * static_cast<double>(row) + 500});
    middle.lon_deg = std::remainder(middle.lon_deg, 360);
    auto const projected = project(middle);
    it->second = projected ? Cell{projected->convergence_rad(), projected->scale} : Cell{0, 1};
  }
  return it->second;
}

double GridNorth::convergence_rad(MapPoint p) {
  return cell(p).convergence_rad;
}

double GridNorth::scale(MapPoint p) {
  return cell(p).scale;
}

std::optional<Mover> to_mover(TrackView track, Instant now, GridNorth& north) {
  if (track->life == state::Life::ended || !track->has_position) return std::nullopt;
  double const speed_mps =
      std::hypot(track->velocity_east_mps, track->velocity_north_mps) / north.scale(track->position);
  Mover m;
  m.handle = track->handle;
  m.shape = shape_of(track);
  m.provenance = track->provenance;
  m.t0 = track->t_obs;
  m.until = track->t_obs + stale_after(track, speed_mps);
  m.freshness = track->life == state::Life::stale || now >= m.until ? Freshness::stale : Freshness::fresh;
  m.position = track->position;
  bool const afloat = track->kind == Kind::vessel || track->kind == Kind::aid_to_navigation;
  m.up_m = afloat ? 0 : track->altitude_m;
  m.heading_rad = static_cast<float>(grid_heading(track, speed_mps, north.convergence_rad(track->position)));
  m.sigma_m = larger_sigma(track->covariance);
  Size const usual = usual_size(m.shape), stated = stated_size(track).value_or(usual);
  m.length_m = stated.length_m;
  m.width_m = stated.width_m > 0 ? stated.width_m : stated.length_m * usual.width_m / usual.length_m;
  if (track->kind == Kind::vessel && track->heading_deg) move_to_middle(m, *track.details().vessel);
  set_motion(m, track, speed_mps);
  m.named = is_named(track);
  return m;
}

} // namespace dalian::view
