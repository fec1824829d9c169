#pragma once
// Records that hold real batches: ships on their way, reproducible by number.
#include "tests/history/records.hpp"
#include "twin/wire/wire.pb.h"

#include <cmath>

namespace dalian::history {

/// Batch i: one to four reports of ships out of seven, each 100 ms after the one before.
inline Record ship_record(int i) {
  std::int64_t const t = to_unix_ns(kNoon) + 100'000'000LL * i;
  wire::Batch batch;
  batch.set_source(i % 11 == 0 ? "other" : "ais");
  batch.set_epoch(5);
  batch.set_first_seq(1 + 4 * static_cast<std::uint64_t>(i));
  batch.set_t_sent(static_cast<std::uint64_t>(t));
  batch.set_provenance(wire::SYNTHETIC);
  for (int k = 0; k <= i % 4; ++k) {
    auto& o = *batch.add_observations();
    int const ship = (i * 3 + k) % 7;
    o.set_entity("mmsi:41200000" + std::to_string(ship));
    o.set_kind(wire::VESSEL);
    o.set_t_obs(static_cast<std::uint64_t>(t - t % 1'000'000'000));
    o.set_t_rx(static_cast<std::uint64_t>(t));
    auto& fix = *o.mutable_fix();
    fix.set_lon_deg((72'900'000 + 40 * i + 1000 * ship) / 600'000.0);
    fix.set_lat_deg((23'200'000 - 30 * i - 800 * ship) / 600'000.0);
    fix.set_sigma_m(10);
    fix.set_speed_mps(static_cast<float>(ship + i % 3 * 0.1));
    fix.set_course_deg(static_cast<float>(std::fmod(120 + i * 0.1, 360.0)));
    if (i % 50 == 0) o.mutable_vessel_static()->set_name("SHIP " + std::to_string(ship));
    o.set_event(i % 50 == 0);
  }
  Record r;
  r.t_twin = from_unix_ns(t);
  r.source = batch.source();
  r.epoch = batch.epoch();
  r.first_seq = batch.first_seq();
  r.n = static_cast<std::uint32_t>(batch.observations_size());
  r.bytes = batch.SerializeAsString();
  return r;
}

} // namespace dalian::history
