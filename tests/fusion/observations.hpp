#pragma once
// Builders for observations and batches, so that a test reads as what it says.
#include "twin/base/geo.hpp"
#include "twin/base/time.hpp"
#include "twin/wire/wire.pb.h"

#include <string>

namespace dalian::fusion {

inline Instant const kStart = from_unix_ns(1'790'000'000'000'000'000); // 2026-09-21

inline Instant at(double seconds) {
  return kStart + from_seconds(seconds);
}
inline std::uint64_t wire_time(Instant t) {
  return static_cast<std::uint64_t>(to_unix_ns(t));
}

inline wire::Observation observation(std::string const& entity, double t_s, wire::Kind kind = wire::VESSEL) {
  wire::Observation o;
  o.set_entity(entity);
  o.set_kind(kind);
  o.set_t_obs(wire_time(at(t_s)));
  o.set_t_rx(wire_time(at(t_s + 0.1)));
  return o;
}

/// A fix at map coordinates.
inline wire::Observation fix(std::string const& entity, double t_s, MapPoint p, wire::Kind kind = wire::VESSEL,
                             float sigma_m = 10) {
  auto o = observation(entity, t_s, kind);
  GeoPoint const g = to_geo(p);
  o.mutable_fix()->set_lon_deg(g.lon_deg);
  o.mutable_fix()->set_lat_deg(g.lat_deg);
  o.mutable_fix()->set_sigma_m(sigma_m);
  return o;
}

inline wire::Batch batch(std::string const& source, std::vector<wire::Observation> const& observations) {
  wire::Batch b;
  b.set_source(source);
  b.set_epoch(7);
  b.set_first_seq(1);
  b.set_provenance(wire::SYNTHETIC);
  for (auto const& o : observations)
    *b.add_observations() = o;
  return b;
}

inline constexpr MapPoint kPort{405000, 4320000};

} // namespace dalian::fusion
