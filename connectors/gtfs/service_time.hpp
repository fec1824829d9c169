#pragma once
// Times of a timetable: hours, minutes and seconds since noon minus 12 hours of the service day in the agency's zone
// (so 25:10:00 is ten past one at night, and days of a clock change have no gap) → UTC seconds. Zones: tzdata of the
// system.
#include "twin/base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::gtfs {

/// "7:05:00", "25:10:00" → seconds; nothing for another form.
std::optional<std::int32_t> parse_clock(std::string_view text);

struct ServiceDay {
  int year = 0, month = 0, day = 0;
};
/// "20261126"; nothing for another form or a day that does not exist.
std::optional<ServiceDay> parse_day(std::string_view text);

class ServiceClock {
 public:
  /// `zone`: "Asia/Shanghai".
  static Result<ServiceClock> open(std::string const& zone);
  /// POSIX seconds of `seconds` on that service day.
  std::int64_t to_posix(ServiceDay day, std::int32_t seconds) const;
  /// The calendar day there at a POSIX time.
  ServiceDay day_at(std::int64_t posix_s) const;

 private:
  struct Zone;
  std::shared_ptr<Zone const> zone_;
};

} // namespace dalian::gtfs
