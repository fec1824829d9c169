#pragma once
// One position fix on the map: as measured, and as a track keeps it. A fix is rounded once, on entry, so that its first
// use and every replay see the same bits.
#include "twin/base/geo.hpp"
#include "twin/base/provenance.hpp"
#include "twin/base/time.hpp"
#include "twin/fusion/half.hpp"

#include <cstdint>
#include <limits>

namespace dalian::fusion {

inline constexpr float kNone = std::numeric_limits<float>::quiet_NaN(); // "not given" in the floats below

struct Measurement {
  Instant t{}, t_rx{};
  MapPoint position;
  float sigma_m = 0;         // per axis
  bool has_velocity = false; // the next three fields
  float velocity_east_mps = 0, velocity_north_mps = 0;
  float velocity_sigma_mps = 0; // per axis
  float heading_deg = kNone, turn_rate_dps = kNone, altitude_m = kNone;
  std::uint8_t rank = 0; // 0 best
  Provenance provenance = Provenance::unknown;
};

/// A time in two halves, so that what holds it needs no more than four-byte alignment.
class PackedTime {
 public:
  PackedTime() = default;
  explicit PackedTime(Instant t)
      : low_(static_cast<std::uint32_t>(to_unix_ns(t))), high_(static_cast<std::int32_t>(to_unix_ns(t) >> 32)) {}
  Instant value() const { return from_unix_ns(std::int64_t{high_} * (std::int64_t{1} << 32) + low_); }
  bool operator==(PackedTime const&) const = default;

 private:
  std::uint32_t low_ = 0;
  std::int32_t high_ = 0;
};

/// A place in whole centimetres: a third of a centimetre of rounding, and room for the whole map (±21 475 km).
struct PackedPoint {
  std::int32_t east_cm = 0, north_cm = 0;
  PackedPoint() = default;
  explicit PackedPoint(MapPoint p);
  MapPoint value() const { return {east_cm / 100.0, north_cm / 100.0}; }
  bool operator==(PackedPoint const&) const = default;
};

/// 36 bytes. Half numbers round by 1/4000: a velocity of 10 m/s by 4 mm/s.
struct Fix {
  PackedTime t;
  float delay_s = kNone; // t_rx - t, to seven digits; none = t_rx not given
  PackedPoint position;
  Half velocity_east, velocity_north, velocity_sigma; // sigma 0: no velocity
  Half sigma;
  Half turn_rate{kNone}, altitude{kNone};
  std::uint16_t heading = 0xffff; // 1/80 degree, as SAE J2735 has it; 0xffff = none
  std::uint8_t rank = 0;
  Provenance provenance = Provenance::unknown;

  Fix() = default;
  explicit Fix(Measurement const& measurement);
  Instant t_rx() const;
  float heading_deg() const { return heading == 0xffff ? kNone : static_cast<float>(heading) / 80; }
};

} // namespace dalian::fusion
