#include "twin/base/time.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>

namespace dalian {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads a fixed-width decimal number and removes it from `text`; false when the digits are not there.
bool take_number(std::string_view& text, std::size_t digits, int& out) {
  if (text.size() < digits) return false;
  auto const [end, ec] = std::from_chars(text.data(), text.data() + digits, out);
  if (ec != std::errc{} || end != text.data() + digits || text[0] == '-') return false;
  text.remove_prefix(digits);
  return true;
}

bool take_char(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

bool take_fraction(std::string_view& text, Duration& out) {
  std::int64_t value = 0;
  int digits = 0;
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    if (digits < 9) value = value * 10 + (text[0] - '0'), ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0) return false;
  for (; digits < 9; ++digits)
    value *= 10;
  out = Duration{value};
  return true;
}

bool take_offset(std::string_view& text, Duration& out) {
  if (take_char(text, 'Z')) return true;
  if (text.empty()) return false;
  int const sign = text[0] == '+' ? 1 : text[0] == '-' ? -1 : 0;
  int h = 0;
  int m = 0;
  if (sign == 0) return false;
  text.remove_prefix(1);
  if (!take_number(text, 2, h)) return false;
  take_char(text, ':');
  if (!take_number(text, 2, m) || h > 14 || m > 59) return false;
  out = sign * (hours{h} + minutes{m});
  return true;
}

} // namespace

std::string format_utc(Instant t, int decimals) {
  auto const day = std::chrono::floor<days>(t);
  std::chrono::year_month_day const date{day};
  auto const of_day = t - day;
  auto const whole = std::chrono::floor<seconds>(of_day);
  auto const s = whole.count();
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), s / 3600,
                                 s / 60 % 60, s % 60);
  if (decimals > 0)
    text += "." + fmt::format("{:09}", (of_day - whole).count()).substr(0, static_cast<std::size_t>(decimals));
  return text + "Z";
}

Result<Instant> parse_utc(std::string_view text) {
  auto const bad = [full = std::string(text)] {
    return Error{
        fmt::format("'{}' is not a time: write it as 2026-09-26T16:40:00+08:00 or 2026-09-26T08:40:00Z", full)};
  };
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  if (!take_number(text, 4, y) || !take_char(text, '-') || !take_number(text, 2, mo) || !take_char(text, '-') ||
      !take_number(text, 2, d))
    return bad();
  std::chrono::year_month_day const date{std::chrono::year{y}, std::chrono::month(static_cast<unsigned>(mo)),
                                         std::chrono::day(static_cast<unsigned>(d))};
  if (!date.ok() || y < 1678 || y > 2261) return bad();
  Duration fraction{0};
  Duration offset{0};
  if (!text.empty()) {
    if (!take_char(text, 'T') && !take_char(text, ' ')) return bad();
    if (!take_number(text, 2, h) || !take_char(text, ':') || !take_number(text, 2, mi)) return bad();
    if (take_char(text, ':')) {
      if (!take_number(text, 2, s)) return bad();
      if (take_char(text, '.') && !take_fraction(text, fraction)) return bad();
    }
    if (h > 23 || mi > 59 || s > 60 || !take_offset(text, offset) || !text.empty()) return bad();
  }
  return Instant{std::chrono::sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + fraction - offset;
}

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

} // namespace dalian
