#include "twin/base/time.hpp"

#include <gtest/gtest.h>

namespace dalian {
namespace {

TEST(Time, FormatsUtcWithFraction) {
  // `date -u -d @1790404800.25 +%FT%T.%2NZ`
  EXPECT_EQ(format_utc(from_unix_ns(1790404800250000000), 2), "2026-09-26T06:40:00.25Z");
  EXPECT_EQ(format_utc(from_unix_ns(-1)), "1969-12-31T23:59:59Z");
}

TEST(Time, ParsesOffsetsAndFractions) {
  EXPECT_EQ(to_unix_ns(parse_utc("2026-09-26T14:40:00.25+08:00").value()), 1790404800250000000);
  EXPECT_EQ(to_unix_ns(parse_utc("2026-09-26").value()), 1790380800000000000);
  EXPECT_EQ(to_unix_ns(parse_utc("2038-01-19T03:14:08Z").value()), 2147483648000000000);
}

TEST(Time, RefusesWhatIsNotATime) {
  for (auto const* text : {"", "now", "2026-13-01", "2026-02-30T00:00:00Z", "2026-02-03T25:00:00Z",
                           "2026-02-03T04:00:00", "2026-02-03T04:00:00Zx", "9999-01-01"})
    EXPECT_FALSE(parse_utc(text)) << text;
}

TEST(Time, FormatAndParseAreInverse) {
  for (std::int64_t ns : {0LL, 1LL, 999999999LL, 1790404800123456789LL, -62135596LL}) {
    EXPECT_EQ(to_unix_ns(parse_utc(format_utc(from_unix_ns(ns), 9)).value()), ns);
  }
}

} // namespace
} // namespace dalian
