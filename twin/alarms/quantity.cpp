#include "twin/alarms/quantity.hpp"

#include "twin/base/quantities.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace dalian::alarms {
namespace {

using state::TrackView;
using Value = std::optional<double>;

template <class T>
Value as_value(std::optional<T> const& said) {
  return said ? Value(*said) : std::nullopt;
}

Value speed(TrackView t, Instant) {
  if (!t->has_position) return std::nullopt;
  return std::hypot(t->velocity_east_mps, t->velocity_north_mps);
}

Value turn_rate(TrackView t, Instant) {
  return as_value(t->turn_rate_dps);
}

Value draught(TrackView t, Instant) {
  return as_value(t.details().vessel->draught_m);
}

Value length(TrackView t, Instant) {
  auto const& ship = *t.details().vessel;
  if (ship.bow_m && ship.stern_m) return *ship.bow_m + *ship.stern_m;
  return as_value(t.details().road->length_m);
}

Value altitude(TrackView t, Instant) {
  return t->has_position ? Value(t->altitude_m) : std::nullopt;
}

/// Of the worse axis.
Value sigma(TrackView t, Instant) {
  if (!t->has_position) return std::nullopt;
  return std::sqrt(std::max({t->covariance[0], t->covariance[4], 0.0F}));
}

Value age(TrackView t, Instant now) {
  return to_seconds(now - t->t_obs);
}

Value sources(TrackView t, Instant) {
  return static_cast<double>(t.details().sources.size());
}

struct Known {
  std::string_view name, unit;
  Quantity::Read read;
};
constexpr std::array kKnown{Known{"speed_mps", "m/s", speed},   Known{"turn_rate_dps", "°/s", turn_rate},
                            Known{"draught_m", "m", draught},   Known{"length_m", "m", length},
                            Known{"altitude_m", "m", altitude}, Known{"sigma_m", "m", sigma},
                            Known{"age_s", "s", age},           Known{"sources", "", sources}};

} // namespace

std::optional<Quantity> find_quantity(std::string_view name) {
  for (auto const& known : kKnown)
    if (known.name == name) return Quantity{std::string(known.name), std::string(known.unit), known.read};
  auto const sensor = dalian::find_quantity(name);
  if (!sensor || quantities()[*sensor].form == ValueForm::text) return std::nullopt;
  return Quantity{std::string(name), std::string(quantities()[*sensor].symbol), nullptr, *sensor};
}

std::vector<std::string> quantity_names() {
  std::vector<std::string> names;
  for (auto const& known : kKnown)
    names.emplace_back(known.name);
  for (auto const& quantity : quantities())
    if (quantity.form != ValueForm::text) names.emplace_back(quantity.name);
  return names;
}

std::optional<double> value_of(TrackView track, Quantity const& quantity, Instant now) {
  if (quantity.read != nullptr) return quantity.read(track, now);
  for (auto const& reading : track.details().readings) {
    bool const trusted = reading.status != state::SensorStatus::bad && !reading.outlier && !is_stale(reading, now);
    if (reading.quantity == quantity.sensor && trusted) return reading.value;
  }
  return std::nullopt;
}

} // namespace dalian::alarms
