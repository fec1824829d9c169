#pragma once
// UTC instants in nanoseconds since 1970 (1677…2262; no leap seconds, as POSIX time), their text form, and clocks.
#include "twin/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace dalian {

using Duration = std::chrono::nanoseconds;
using Instant = std::chrono::sys_time<Duration>;

constexpr std::int64_t to_unix_ns(Instant t) {
  return t.time_since_epoch().count();
}
constexpr Instant from_unix_ns(std::int64_t ns) {
  return Instant{Duration{ns}};
}
constexpr double to_seconds(Duration d) {
  return std::chrono::duration<double>(d).count();
}
constexpr Duration from_seconds(double s) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s));
}

/// "2026-09-26T08:40:00Z", with `decimals` digits of a second (0…9).
std::string format_utc(Instant t, int decimals = 0);

/// ISO 8601 with date and time, 'Z' or an offset such as +08:00, optional fraction; a date alone means 00:00 UTC.
Result<Instant> parse_utc(std::string_view text);

/// Where "now" comes from. Everything that needs the time is given one of these; nothing reads the wall clock itself.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// Stands still until told otherwise; for tests and for deterministic replay. Not thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void set(Instant t) { now_ = t; }
  void advance(Duration d) { now_ += d; }

 private:
  Instant now_;
};

} // namespace dalian
