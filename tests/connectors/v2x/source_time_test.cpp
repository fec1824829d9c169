#include "connectors/v2x/source_time.hpp"

#include <gtest/gtest.h>

namespace dalian::v2x {
namespace {

using namespace std::chrono_literals;

Instant at(char const* text) {
  return *parse_utc(text);
}

TEST(SourceTime, MillisecondOfTheMinuteIsTheNewestThatCanBe) {
  EXPECT_EQ(at_millisecond_of_minute(at("2026-11-20T10:36:10Z"), 9'900), at("2026-11-20T10:36:09.900Z"));
  EXPECT_EQ(at_millisecond_of_minute(at("2026-11-20T10:36:00.100Z"), 59'950), at("2026-11-20T10:35:59.950Z"));
  // A source whose clock is a little ahead, over the minute's end.
  EXPECT_EQ(at_millisecond_of_minute(at("2026-11-20T10:35:59Z"), 500), at("2026-11-20T10:36:00.500Z"));
  EXPECT_EQ(at_millisecond_of_minute(at("2026-11-20T10:35:50Z"), 56'000), at("2026-11-20T10:34:56Z"));
  EXPECT_EQ(at_millisecond_of_minute(at("2026-11-20T10:36:01Z"), 60'500), at("2026-11-20T10:36:00.500Z"));
  EXPECT_FALSE(at_millisecond_of_minute(at("2026-11-20T10:36:01Z"), 65'535));
}

TEST(SourceTime, MinuteOfTheYearTakesTheNearestYear) {
  EXPECT_EQ(at_minute_of_year(at("2026-01-02T00:00:00Z"), 24 * 60, 250), at("2026-01-02T00:00:00.250Z"));
  EXPECT_EQ(at_minute_of_year(at("2027-01-01T00:00:01Z"), 527'039 - 24 * 60, 59'000), at("2026-12-31T23:59:59Z"));
  EXPECT_EQ(at_minute_of_year(at("2026-12-31T23:59:59Z"), 0, 0), at("2027-01-01T00:00:00Z"));
  EXPECT_FALSE(at_minute_of_year(at("2026-12-31T23:59:59Z"), 527'040, 0)); // invalid by the standard
}

TEST(SourceTime, ItsTimeIsTaiSince2004) {
  // ETSI TS 102 894-2, TimestampIts: 2007-01-01T00:00:00Z is 94 694 401 000, with the one leap second until then; the
  // five until 2026 are taken off.
  EXPECT_EQ(from_its_timestamp(94'694'401'000) + 4s, at("2007-01-01T00:00:00Z"));
  Instant const sent = from_its_timestamp(700'000'000'123);
  for (Duration const delay : {Duration(0s), Duration(60s), Duration(-4s)})
    EXPECT_EQ(at_generation_delta_time(sent + delay, 700'000'000'123 % 65'536), sent);
}

TEST(SourceTime, MarksOfTheHour) {
  EXPECT_NEAR(*seconds_until(22'120, at("2026-11-20T10:36:35.176Z")), 16.824, 1e-9);
  EXPECT_NEAR(*seconds_until(50, at("2026-11-20T10:59:58Z")), 7, 1e-9); // of the next hour
  EXPECT_EQ(*seconds_until(21'852, at("2026-11-20T10:36:35Z")), 0);
  for (unsigned const unknown : {36'000U, 36'001U, 36'111U})
    EXPECT_FALSE(seconds_until(unknown, at("2026-11-20T10:36:35Z")));
}

} // namespace
} // namespace dalian::v2x
