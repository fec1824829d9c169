#include "connectors/gtfs/service_time.hpp"

#include <gtest/gtest.h>

namespace dalian::gtfs {
namespace {

TEST(ServiceTime, ClocksOfATimetable) {
  EXPECT_EQ(parse_clock("7:05:09"), 7 * 3600 + 5 * 60 + 9);
  EXPECT_EQ(parse_clock("00:00:00"), 0);
  EXPECT_EQ(parse_clock("25:10:00"), 90'600);
  for (auto const* bad : {"", "7:05", "7:5:09", "07:60:00", "07:00:60", "-7:05:09", "7:05:-9", "aa:bb:cc", "007:05:09",
                          "7:05:091", " 7:05:09"})
    EXPECT_FALSE(parse_clock(bad)) << bad;
}

TEST(ServiceTime, DaysOfACalendar) {
  ASSERT_TRUE(parse_day("20240229"));
  for (auto const* bad : {"", "20230229", "2024022", "20241301", "20240100", "2024-2-9", "19691231", "+2024021"})
    EXPECT_FALSE(parse_day(bad)) << bad;
}

// Expected times by Python's zoneinfo: datetime(y, m, d, 12, tzinfo=ZoneInfo(zone)).timestamp() - 43200 + seconds.
TEST(ServiceTime, NoonMinusTwelveHoursAlsoOnDaysOfAClockChange) {
  auto const dalian = ServiceClock::open("Asia/Shanghai"), west = ServiceClock::open("America/Los_Angeles");
  ASSERT_TRUE(dalian);
  ASSERT_TRUE(west);
  EXPECT_EQ(dalian->to_posix({2026, 11, 26}, 90'600), 1'795'713'000);
  EXPECT_EQ(west->to_posix({2023, 11, 7}, 56'220), 1'699'400'220);
  EXPECT_EQ(west->to_posix({2023, 11, 5}, 0), 1'699'171'200); // 01:00 daylight time: the day has 25 hours
  EXPECT_EQ(west->to_posix({2024, 3, 10}, 3600), 1'710'057'600);
  EXPECT_EQ(west->day_at(1'699'171'199).day, 5);
  EXPECT_FALSE(ServiceClock::open("Middle/Earth"));
}

} // namespace
} // namespace dalian::gtfs
