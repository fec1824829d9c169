#include "twin/alarms/flood_meter.hpp"

#include <gtest/gtest.h>

namespace dalian::alarms {
namespace {

using std::chrono::seconds;

// ANSI/ISA-18.2-2016: more than 10 alarms in 10 minutes begin a flood, fewer than 5 in 10 minutes end it.
TEST(FloodMeter, BeginsAboveTenInTenMinutesAndEndsBelowFive) {
  FloodMeter meter{Limits{}};
  Instant t{};
  for (int i = 0; i < 10; ++i)
    meter.raised(t += seconds(30));
  EXPECT_FALSE(meter.active()); // ten are no flood
  meter.raised(t += seconds(30));
  EXPECT_TRUE(meter.active());
  EXPECT_EQ(meter.since(), t);
  EXPECT_EQ(meter.in_window(), 11U);
  // They came every 30 s from 30 s on. At 600 + 30·k seconds the first k have left the window.
  meter.advance(Instant{seconds(600 + 30 * 6)});
  EXPECT_EQ(meter.in_window(), 5U);
  EXPECT_TRUE(meter.active());
  meter.advance(Instant{seconds(600 + 30 * 7)});
  EXPECT_EQ(meter.in_window(), 4U);
  EXPECT_FALSE(meter.active());
}

TEST(FloodMeter, OneAMinuteIsNoFlood) {
  FloodMeter meter{Limits{}};
  for (int minute = 0; minute < 600; ++minute) {
    meter.advance(Instant{seconds(60 * minute)});
    meter.raised(Instant{seconds(60 * minute)});
    ASSERT_FALSE(meter.active()) << minute;
  }
}

} // namespace
} // namespace dalian::alarms
