#include "connectors/gtfs/service_time.hpp"

#include <absl/time/time.h>
#include <charconv>
#include <chrono>
#include <fmt/format.h>

namespace dalian::gtfs {
namespace {

/// Digits alone; nothing else and no sign.
std::optional<int> parse_digits(std::string_view text) {
  int value = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || text[0] == '-' || error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

} // namespace

std::optional<std::int32_t> parse_clock(std::string_view text) {
  if (text.size() != 7 && text.size() != 8) return std::nullopt;
  auto const hour_digits = text.size() - 6;
  if (text[hour_digits] != ':' || text[hour_digits + 3] != ':') return std::nullopt;
  auto const h = parse_digits(text.substr(0, hour_digits)), m = parse_digits(text.substr(hour_digits + 1, 2)),
             s = parse_digits(text.substr(hour_digits + 4, 2));
  if (!h || !m || !s || *m > 59 || *s > 59) return std::nullopt;
  return *h * 3600 + *m * 60 + *s;
}

std::optional<ServiceDay> parse_day(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  auto const y = parse_digits(text.substr(0, 4)), m = parse_digits(text.substr(4, 2)),
             d = parse_digits(text.substr(6, 2));
  if (!y || !m || !d) return std::nullopt;
  std::chrono::year_month_day const day{std::chrono::year(*y), std::chrono::month(static_cast<unsigned>(*m)),
                                        std::chrono::day(static_cast<unsigned>(*d))};
  if (!day.ok() || *y < 1970) return std::nullopt;
  return ServiceDay{*y, *m, *d};
}

struct ServiceClock::Zone {
  absl::TimeZone zone;
};

Result<ServiceClock> ServiceClock::open(std::string const& zone) {
  Zone opened;
  if (!absl::LoadTimeZone(zone, &opened.zone)) return Error{fmt::format("{:?}: is no time zone of this system", zone)};
  ServiceClock clock;
  clock.zone_ = std::make_shared<Zone const>(opened);
  return clock;
}

std::int64_t ServiceClock::to_posix(ServiceDay day, std::int32_t seconds) const {
  auto const noon = absl::FromCivil(absl::CivilSecond(day.year, day.month, day.day, 12), zone_->zone);
  return absl::ToUnixSeconds(noon) - 12 * 3600 + seconds;
}

ServiceDay ServiceClock::day_at(std::int64_t posix_s) const {
  auto const day = absl::ToCivilDay(absl::FromUnixSeconds(posix_s), zone_->zone);
  return {static_cast<int>(day.year()), day.month(), day.day()};
}

} // namespace dalian::gtfs
