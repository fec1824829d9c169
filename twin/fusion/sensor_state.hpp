#pragma once
// The recent values of one quantity of one meter, valve or signal, and the reading that follows from them: last value,
// rate, outlier mark, usual interval. Whatever order values come in, within kLateLimit, the reading is the same. Pure.
#include "twin/fusion/track_ring.hpp"
#include "twin/state/sensor_reading.hpp"
#include "twin/wire/wire.pb.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dalian::fusion {

struct SensorSample {
  Instant t{};
  double value = 0;
  state::SensorStatus status = state::SensorStatus::good;
};

/// A window of 11 as usual for the Hampel filter (Pearson 2002, "Outliers in process modeling and identification").
inline constexpr std::size_t kSensorWindow = 11;
/// Deviations from the median beyond three standard deviations mark an outlier (Hampel's identifier; Davies, Gather
/// 1993).
inline constexpr double kOutlierSigmas = 3;
/// Standard deviation of a normal law by its median absolute deviation: 1 / Φ⁻¹(3/4).
inline constexpr double kSigmaPerMad = 1.4826;
/// Fewer values than that before one say nothing about what is usual, or about an outlier.
inline constexpr std::size_t kUsualFrom = 3, kOutlierFrom = 5;

class SensorSeries {
 public:
  explicit SensorSeries(std::uint8_t quantity) : quantity_(quantity) {}
  std::uint8_t quantity() const { return quantity_; }

  enum class Taken : std::uint8_t { newest, late, too_late };
  /// A value of the same time as one that is there replaces it.
  Taken take(SensorSample const& sample, std::string const& text);

  /// After the first take.
  state::SensorReading reading() const;

  std::vector<SensorSample> const& samples() const { return samples_; }
  std::string const& text() const { return text_; }

  /// From what samples() and text() gave; none when it could not have come from there.
  static std::optional<SensorSeries> from(std::uint8_t quantity, std::vector<SensorSample> samples, std::string text);

 private:
  std::uint8_t quantity_;
  std::vector<SensorSample> samples_; // by time; the newest and what was before it
  std::string text_;                  // of the newest
};

/// The place of the value's quantity in quantities(); none when it is not one that the table allows.
std::optional<std::uint8_t> sensor_quantity(wire::SensorValue const& value);

/// Puts the value into the series of its quantity. Only when sensor_quantity(value).
SensorSeries::Taken take_value(std::vector<SensorSeries>& all, wire::SensorValue const& value, Instant t_obs);

/// The readings of all series, by quantity.
std::vector<state::SensorReading> readings_of(std::vector<SensorSeries> const& all);

} // namespace dalian::fusion
