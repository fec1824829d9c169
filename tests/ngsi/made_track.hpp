#pragma once
// A car, a ship and a meter, and a snapshot of many.
#include "twin/state/snapshot_store.hpp"
#include "twin/state/track.hpp"

#include <fmt/format.h>

namespace dalian::ngsi::test {

inline Instant const kNow = *parse_utc("2026-11-26T08:00:00Z");

inline state::Track car(std::uint32_t handle = 1, GeoPoint place = {121.75, 39.05}) {
  state::Track t;
  t.handle = handle;
  t.kind = state::Kind::road_vehicle;
  t.provenance = Provenance::live;
  t.entity = fmt::format("car:T1-{:02}", handle);
  t.sources = {"test"};
  t.has_position = true;
  t.t_obs = kNow - std::chrono::nanoseconds(1'234'567'891);
  t.t_rx = kNow;
  t.position = to_map(place);
  t.altitude_m = 12.5F;
  t.velocity_east_mps = 8;
  t.velocity_north_mps = -6;
  t.covariance = {4, 0, 0, 0, 9, 0, 0, 1, 0, 1};
  t.heading_deg = 130.0F;
  t.road = state::RoadVehicle{"T1-03", "cv-t1", "car", {}, {}, {}};
  t.readings.push_back({*find_quantity("charge_pct"), state::SensorStatus::good, false, 71.5, "", kNow, {}, {}, {}});
  return t;
}

inline state::Track meter(std::uint32_t handle) {
  state::Track t;
  t.handle = handle;
  t.kind = state::Kind::sensor;
  t.entity = fmt::format("meter {}", handle);
  t.t_obs = kNow;
  t.readings.push_back({*find_quantity("power_kw"), state::SensorStatus::good, false, 12.25, "", kNow, {}, {}, {}});
  t.readings.push_back({*find_quantity("status"), state::SensorStatus::good, false, 0, "on", kNow, {}, {}, {}});
  return t;
}

} // namespace dalian::ngsi::test
