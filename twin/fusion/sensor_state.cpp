#include "twin/fusion/sensor_state.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dalian::fusion {
namespace {

/// The lower of the two in the middle when there is an even number: a value that was really measured.
double median(std::vector<double> values) {
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// What is usual by the values before the newest.
struct Usual {
  std::optional<double> middle;
  double limit = 0; // how far off it is still usual; only when can_judge
  bool can_judge = false;
  bool has(double value) const { return !can_judge || std::abs(value - *middle) <= limit; }
};

Usual usual(std::vector<double> const& before, double resolution) {
  Usual u;
  if (before.size() < kUsualFrom) return u;
  u.middle = median(before);
  std::vector<double> off;
  for (double const v : before)
    off.push_back(std::abs(v - *u.middle));
  u.limit = kOutlierSigmas * std::max(kSigmaPerMad * median(off), resolution);
  u.can_judge = before.size() >= kOutlierFrom;
  return u;
}

std::optional<float> usual_interval(std::vector<SensorSample> const& samples) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < samples.size(); ++i)
    gaps.push_back(to_seconds(samples[i].t - samples[i - 1].t));
  if (gaps.size() < kUsualFrom) return std::nullopt;
  return static_cast<float>(median(std::move(gaps)));
}

/// Values of an angle as they lie nearest to the newest, so that 359° and 1° are two degrees apart.
std::vector<SensorSample> unrolled(std::vector<SensorSample> samples) {
  for (auto& s : samples)
    s.value = samples.back().value + std::remainder(s.value - samples.back().value, 360);
  return samples;
}

double rolled(double angle_deg) {
  double const turn = std::fmod(angle_deg, 360);
  return turn < 0 ? turn + 360 : turn;
}

std::optional<double> rate(std::vector<SensorSample> const& samples, Usual const& u) {
  SensorSample const* newer = nullptr;
  for (auto it = samples.rbegin(); it != samples.rend(); ++it) {
    if (it->status == state::SensorStatus::bad || !u.has(it->value)) continue;
    if (newer) return (newer->value - it->value) / to_seconds(newer->t - it->t);
    newer = &*it;
  }
  return std::nullopt;
}

/// What only numbers have.
void add_statistics(state::SensorReading& reading, std::vector<SensorSample> const& raw, Quantity const& quantity) {
  bool const is_angle = quantity.unit == "deg";
  auto const samples = is_angle ? unrolled(raw) : raw;
  std::vector<double> before;
  for (std::size_t i = 0; i + 1 < samples.size(); ++i)
    if (samples[i].status != state::SensorStatus::bad) before.push_back(samples[i].value);
  auto const u = usual(before, quantity.resolution);
  reading.outlier = !u.has(reading.value);
  reading.typical = u.middle;
  if (is_angle && reading.typical) reading.typical = rolled(*reading.typical);
  reading.rate_per_s = rate(samples, u);
}

} // namespace

SensorSeries::Taken SensorSeries::take(SensorSample const& sample, std::string const& text) {
  bool const late = !samples_.empty() && sample.t < samples_.back().t;
  if (late && sample.t < samples_.back().t - kLateLimit) return Taken::too_late;
  auto const at = std::lower_bound(samples_.begin(), samples_.end(), sample.t,
                                   [](SensorSample const& s, Instant t) { return s.t < t; });
  if (at != samples_.end() && at->t == sample.t)
    *at = sample;
  else
    samples_.insert(at, sample);
  if (samples_.size() > kSensorWindow + 1) samples_.erase(samples_.begin());
  if (!late) text_ = text;
  return late ? Taken::late : Taken::newest;
}

std::optional<SensorSeries> SensorSeries::from(std::uint8_t quantity, std::vector<SensorSample> samples,
                                               std::string text) {
  bool const sound = !samples.empty() && samples.size() <= kSensorWindow + 1 &&
                     std::ranges::is_sorted(samples, std::less_equal<>{}, &SensorSample::t) &&
                     std::ranges::all_of(samples, [](SensorSample const& s) {
                       return std::isfinite(s.value) && s.status <= state::SensorStatus::bad;
                     });
  if (!sound) return std::nullopt;
  SensorSeries series(quantity);
  series.samples_ = std::move(samples);
  series.text_ = std::move(text);
  return series;
}

state::SensorReading SensorSeries::reading() const {
  assert(!samples_.empty());
  auto const& quantity = quantities()[quantity_];
  state::SensorReading reading;
  reading.quantity = quantity_;
  reading.status = samples_.back().status;
  reading.value = samples_.back().value;
  reading.text = text_;
  reading.t_obs = samples_.back().t;
  reading.interval_s = usual_interval(samples_);
  if (quantity.form == ValueForm::number) add_statistics(reading, samples_, quantity);
  return reading;
}

std::optional<std::uint8_t> sensor_quantity(wire::SensorValue const& value) {
  auto const place = find_quantity(value.quantity());
  if (!place || !wire::SensorStatus_IsValid(value.status())) return std::nullopt;
  auto const& q = quantities()[*place];
  auto const within = [&](double v) { return v >= q.low && v <= q.high; };
  bool const sound = (q.form == ValueForm::number && value.has_number() && within(value.number())) ||
                     (q.form == ValueForm::state && value.has_state() && within(value.state())) ||
                     (q.form == ValueForm::text && value.has_text() && value.text().size() <= 256);
  return sound ? place : std::nullopt;
}

SensorSeries::Taken take_value(std::vector<SensorSeries>& all, wire::SensorValue const& value, Instant t_obs) {
  auto const quantity = sensor_quantity(value).value();
  auto it = std::ranges::lower_bound(all, quantity, {}, &SensorSeries::quantity);
  if (it == all.end() || it->quantity() != quantity) it = all.emplace(it, quantity);
  double const number = value.has_state() ? value.state() : value.number();
  return it->take({t_obs, number, static_cast<state::SensorStatus>(value.status())}, value.text());
}

std::vector<state::SensorReading> readings_of(std::vector<SensorSeries> const& all) {
  std::vector<state::SensorReading> readings;
  for (auto const& series : all)
    readings.push_back(series.reading());
  return readings;
}

} // namespace dalian::fusion
