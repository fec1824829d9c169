#pragma once
// Named numbers of a track that a limit may be set on.
#include "twin/state/track.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::alarms {

struct Quantity {
  /// Twin time is needed for ages.
  using Read = std::optional<double> (*)(state::TrackView track, Instant now);
  std::string name, unit;
  Read read = nullptr;     // null: a reading of a sensor
  std::uint8_t sensor = 0; // its place in dalian::quantities()
};

/// The one of that name: of moving things "speed_mps", "turn_rate_dps", "draught_m", "length_m", "altitude_m",
/// "sigma_m", "age_s", "sources"; of sensors every number and code of dalian::quantities(). Empty for another name.
std::optional<Quantity> find_quantity(std::string_view name);
std::vector<std::string> quantity_names();

/// Empty when the track does not say it, and for a reading that its source calls bad, that is far off what was usual or
/// that is stale.
std::optional<double> value_of(state::TrackView track, Quantity const& quantity, Instant now);

} // namespace dalian::alarms
