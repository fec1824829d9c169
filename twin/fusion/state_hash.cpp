#include "twin/fusion/state_hash.hpp"

#include <bit>
#include <concepts>
#include <optional>
#include <string>

namespace dalian::fusion {
namespace {

/// FNV-1a over 64-bit words, with the finalizer of MurmurHash3 on each so that high bits count as much as low ones.
class Hasher {
 public:
  void add(std::uint64_t word) {
    word ^= word >> 33;
    word *= 0xff51afd7ed558ccdULL;
    word ^= word >> 33;
    value_ = (value_ ^ word) * 0x100000001b3ULL;
    value_ ^= value_ >> 29;
  }
  template <std::integral T>
  void add(T value) {
    add(static_cast<std::uint64_t>(value));
  }
  template <class E>
  requires std::is_enum_v<E>
  void add(E value) { add(static_cast<std::uint64_t>(value)); }
  void add(float value) { add(std::uint64_t{std::bit_cast<std::uint32_t>(value)}); }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  void add(Instant t) { add(static_cast<std::uint64_t>(to_unix_ns(t))); }
  void add(std::string const& text) {
    add(text.size());
    for (unsigned char c : text)
      add(std::uint64_t{c});
  }
  template <class T>
  void add(std::optional<T> const& value) {
    add(std::uint64_t{value.has_value()});
    if (value) add(*value);
  }
  template <class... Ts>
  void all(Ts const&... values) {
    (add(values), ...);
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

void add_track(Hasher& h, state::Track const& t) {
  h.all(t.handle, t.entity, t.kind, t.life, t.provenance, t.has_position, t.t_obs, t.t_rx, t.position.east_m,
        t.position.north_m, t.altitude_m, t.velocity_east_mps, t.velocity_north_mps);
  for (float c : t.covariance)
    h.add(c);
  h.all(t.heading_deg, t.turn_rate_dps, t.last_nis, t.updates, t.sources.size());
  for (std::string const& source : t.sources)
    h.add(source);
  h.all(t.nav_status, t.class_b);
  auto const& v = t.vessel;
  h.all(v.imo, v.ship_type, v.mothership_mmsi, v.name, v.call_sign, v.destination, v.bow_m, v.stern_m, v.port_m,
        v.starboard_m, v.draught_m);
  h.all(t.road.label, t.road.route, t.road.vehicle_type, t.road.mode, t.road.length_m, t.road.width_m);
  h.all(t.aid.aid_type, t.aid.name, t.aid.off_position, t.aid.virtual_aid);
}

} // namespace

std::uint64_t state_hash(Fusion const& fusion) {
  Hasher h;
  fusion.for_each([&](state::Track const& track) { add_track(h, track); });
  return h.value();
}

std::uint64_t state_hash(state::Snapshot const& snapshot) {
  Hasher h;
  snapshot.for_each([&](state::Track const& track) { add_track(h, track); });
  return h.value();
}

} // namespace dalian::fusion
