#pragma once
// A track to change one thing of.
#include "twin/state/track.hpp"

namespace dalian::view {

inline Instant const kNow = parse_utc("2026-09-26T08:40:00Z").value();

inline state::Track ship() {
  state::Track t;
  t.handle = 7;
  t.entity = "mmsi:413000007";
  t.kind = state::Kind::vessel;
  t.provenance = Provenance::synthetic;
  t.has_position = true;
  t.t_obs = kNow;
  t.t_rx = kNow + std::chrono::milliseconds(300);
  t.position = to_map({121.9, 39.0});
  t.covariance = {25, 0, 0, 0, 16, 0, 0, 0.04F, 0, 0.09F};
  t.sources = {"ais"};
  return t;
}

inline state::Track car() {
  state::Track t = ship();
  t.entity = "car:T1-03";
  t.kind = state::Kind::road_vehicle;
  t.road->label = "T1-03";
  t.road->vehicle_type = "car";
  return t;
}

/// Velocity over ground of `kn` knots to grid north.
inline state::Track at_speed(state::Track t, double kn) {
  t.velocity_north_mps = static_cast<float>(kn * 1852 / 3600);
  return t;
}

} // namespace dalian::view
