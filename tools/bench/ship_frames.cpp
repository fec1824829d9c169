#include "tools/bench/ship_frames.hpp"

#include "twin/wire/wire.pb.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::bench {
namespace {

/// Vessels at 8 m/s on circles of 11 km, one report each per 0.1 s: about 80 bytes each.
void fill(wire::Observation& o, std::uint64_t k, std::uint64_t entities, std::int64_t t) {
  constexpr double kRadiusDeg = 0.1, kStep = 0.8 / (kRadiusDeg * 111'000);
  auto const id = k % entities;
  double const phase = kStep * static_cast<double>(k / entities) + static_cast<double>(id);
  o.set_entity(fmt::format("mmsi:{:09}", 412'000'000 + id));
  o.set_kind(wire::VESSEL);
  o.set_t_obs(static_cast<std::uint64_t>(t));
  o.set_t_rx(static_cast<std::uint64_t>(t));
  auto& fix = *o.mutable_fix();
  fix.set_lon_deg(121.9 + kRadiusDeg / 0.7782 * std::cos(phase)); // cos of 38.9 degrees
  fix.set_lat_deg(38.9 + kRadiusDeg * std::sin(phase));
  fix.set_sigma_m(10);
  fix.set_speed_mps(8.0F);
  double const course = std::fmod(-phase * 57.29577951, 360.0) + 360.0;
  fix.set_course_deg(static_cast<float>(std::min(course, 359.9)));
  fix.set_heading_deg(fix.course_deg());
}

} // namespace

std::string make_frame(std::uint64_t first, std::uint64_t n, std::uint64_t entities, std::int64_t t,
                       std::int64_t step) {
  wire::ToTwin message;
  auto& batch = *message.mutable_batch();
  batch.set_source("bench");
  batch.set_epoch(1);
  batch.set_first_seq(first + 1);
  batch.set_t_sent(static_cast<std::uint64_t>(t));
  batch.set_provenance(wire::SYNTHETIC);
  for (std::uint64_t k = 0; k < n; ++k)
    fill(*batch.add_observations(), first + k, entities, t + static_cast<std::int64_t>(k) * step);
  return message.SerializeAsString();
}

} // namespace dalian::bench
