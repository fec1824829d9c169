#include "connectors/v2x/source_time.hpp"

#include <array>
#include <cstdlib>

namespace dalian::v2x {

using namespace std::chrono;

namespace {

constexpr std::int64_t kItsEpoch_ms = 1'072'915'200'000; // 2004-01-01T00:00:00Z
constexpr std::int64_t kLeap_ms = 5'000;                 // leap seconds from 2004 to 2026 (IERS Bulletin C)

Instant from_ms(std::int64_t ms) {
  return Instant{milliseconds{ms}};
}
std::int64_t to_ms(Instant t) {
  return floor<milliseconds>(t).time_since_epoch().count();
}

/// The newest t ≤ latest with t ≡ `phase` modulo `period`.
std::int64_t newest(std::int64_t latest, std::int64_t phase, std::int64_t period) {
  auto const behind = (latest - phase) % period;
  return latest - (behind < 0 ? behind + period : behind);
}

} // namespace

std::optional<Instant> at_millisecond_of_minute(Instant arrival, unsigned ms) {
  if (ms > 60'999) return std::nullopt; // 60 000 … 60 999: a leap second
  return from_ms(newest(to_ms(arrival + kMostAhead), ms, 60'000));
}

std::optional<Instant> at_minute_of_year(Instant arrival, unsigned minute, unsigned ms) {
  if (minute >= 527'040 || ms > 60'999) return std::nullopt;
  auto const this_year = year_month_day{floor<days>(arrival)}.year();
  std::optional<Instant> best;
  for (int const step : {0, -1, 1}) {
    Instant const t = sys_days{(this_year + years{step}) / January / 1} + minutes{minute} + milliseconds{ms};
    if (!best || abs(t - arrival) < abs(*best - arrival)) best = t;
  }
  return best;
}

Instant from_its_timestamp(std::uint64_t ms) {
  return from_ms(kItsEpoch_ms - kLeap_ms + static_cast<std::int64_t>(ms));
}

Instant at_generation_delta_time(Instant arrival, std::uint16_t ms) {
  auto const latest = to_ms(arrival + kMostAhead) - kItsEpoch_ms + kLeap_ms;
  return from_its_timestamp(static_cast<std::uint64_t>(newest(latest, ms, 65'536)));
}

std::optional<double> seconds_until(unsigned mark, Instant now) {
  if (mark >= 36'000) return std::nullopt;
  double const ahead = mark / 10.0 - to_seconds(now - floor<hours>(now));
  if (ahead < -1800) return ahead + 3600;
  return ahead < 0 ? 0 : ahead;
}

} // namespace dalian::v2x
