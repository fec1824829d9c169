#include "twin/fusion/fix.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dalian::fusion {
namespace {

std::int32_t centimetres(double metres) {
  double const cm = std::nearbyint(metres * 100);
  assert(std::abs(cm) < 2147483647.0);
  return static_cast<std::int32_t>(cm);
}

} // namespace

PackedPoint::PackedPoint(MapPoint p) : east_cm(centimetres(p.east_m)), north_cm(centimetres(p.north_m)) {}

Fix::Fix(Measurement const& m)
    : t(m.t), position(m.position), sigma(m.sigma_m), turn_rate(m.turn_rate_dps), altitude(m.altitude_m), rank(m.rank),
      provenance(m.provenance) {
  if (m.t_rx != Instant{}) delay_s = static_cast<float>(to_seconds(m.t_rx - m.t));
  if (m.has_velocity) {
    velocity_east = Half(m.velocity_east_mps);
    velocity_north = Half(m.velocity_north_mps);
    velocity_sigma = Half(m.velocity_sigma_mps);
  }
  if (!std::isnan(m.heading_deg)) heading = static_cast<std::uint16_t>(std::lround(m.heading_deg * 80));
}

Instant Fix::t_rx() const {
  if (std::isnan(delay_s)) return Instant{};
  constexpr double kLongest_s = 9.2e9; // 291 years, what nanoseconds in 64 bits can tell
  double const delay = std::clamp(std::nearbyint(double{delay_s} * 1e6) / 1e6, -kLongest_s, kLongest_s);
  std::int64_t sum = 0;
  bool const beyond = __builtin_add_overflow(to_unix_ns(t.value()), from_seconds(delay).count(), &sum);
  return beyond ? Instant::max() : from_unix_ns(sum);
}

} // namespace dalian::fusion
