#include "twin/app/playback_clock.hpp"

#include <gtest/gtest.h>

namespace dalian::app {
namespace {

Instant at(double seconds) {
  return Instant{} + from_seconds(seconds);
}

TEST(PlaybackClock, StandsRunsAndTellsWhenAnInstantIsDue) {
  PlaybackClock clock;
  clock.seek(at(1000), at(5));
  EXPECT_EQ(clock.at(at(9)), at(1000)) << "stands";
  EXPECT_EQ(clock.due(at(1000)), at(5));
  EXPECT_EQ(clock.due(at(1001)), Instant::max());
  clock.set_speed(10, at(9));
  EXPECT_EQ(clock.at(at(10)), at(1010));
  EXPECT_EQ(clock.due(at(1010)), at(10));
  clock.set_speed(0.5, at(10)); // goes on from where it is
  EXPECT_EQ(clock.at(at(12)), at(1011));
  clock.set_speed(0, at(12));
  EXPECT_EQ(clock.at(at(99)), at(1011));
}

TEST(PlaybackClock, SpeedsAreBroughtIntoTheRange) {
  EXPECT_EQ(PlaybackClock::playable(-3), 0);
  EXPECT_EQ(PlaybackClock::playable(0.001), 0.1);
  EXPECT_EQ(PlaybackClock::playable(1e9), 100);
  EXPECT_EQ(PlaybackClock::playable(std::numeric_limits<double>::quiet_NaN()), 0);
}

} // namespace
} // namespace dalian::app
