#pragma once
// The last value of one quantity of one meter, valve or signal, and what fusion says of it.
#include "twin/base/quantities.hpp"
#include "twin/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace dalian::state {

/// What the source says of its own value, as OPC UA does (part 8, status codes by severity).
enum class SensorStatus : std::uint8_t { good, uncertain, bad };

struct SensorReading {
  std::uint8_t quantity = 0; // place in quantities()
  SensorStatus status = SensorStatus::good;
  bool outlier = false;             // far off what was usual just before
  double value = 0;                 // number or code, in the unit of the quantity; of a text 0
  std::string text;                 // of a text
  Instant t_obs{};                  // of the value
  std::optional<double> typical;    // median of what was before: of numbers, once there were three
  std::optional<double> rate_per_s; // of numbers: by the newest two that are neither bad nor outliers
  std::optional<float> interval_s;  // usual time from one value to the next, once there were three
  bool operator==(SensorReading const&) const = default;
};

/// A value is stale when so many of its usual intervals have passed without a new one.
inline constexpr double kStaleIntervals = 3;

/// False while the usual interval is not known.
inline bool is_stale(SensorReading const& reading, Instant now) {
  return reading.interval_s && to_seconds(now - reading.t_obs) > kStaleIntervals * *reading.interval_s;
}

} // namespace dalian::state
