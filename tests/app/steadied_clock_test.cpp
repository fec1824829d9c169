#include "twin/app/steadied_clock.hpp"

#include "tests/fusion/observations.hpp"
#include "twin/fusion/fuse.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dalian::app {
namespace {

using fusion::at;

TEST(SteadiedClock, IsTheSystemClockWhileThatIsGood) {
  SteadiedClock clock;
  for (double t = 0; t < 100; t += 0.37)
    EXPECT_EQ(clock.at(at(t), at(t)), at(t));
  EXPECT_EQ(clock.set_by(), Duration::zero());
}

/// UTC repeats a second: twin time is never more than a second off, never goes back, and is right again in 100 s.
TEST(SteadiedClock, ALeapSecondIsSmeared) {
  for (double const leap : {-1.0, 1.0}) {
    SteadiedClock clock;
    Instant last{};
    for (double t = 0; t < 300; t += 0.05) {
      double const system = t < 100 ? t : t + leap;
      auto const now = clock.at(at(system), at(t));
      EXPECT_GT(now, last);
      EXPECT_LE(std::abs(to_seconds(now - at(system))), 1.001);
      if (t > 201) {
        EXPECT_NEAR(to_seconds(now - at(system)), 0, 1e-6);
      }
      last = now;
    }
    EXPECT_EQ(clock.set_by(), Duration::zero());
  }
}

TEST(SteadiedClock, AClockThatIsSetIsNotFollowedWhileTheSourcesSayOtherwise) {
  for (double const jump : {3600.0, -3600.0}) {
    SteadiedClock clock;
    clock.at(at(0), at(0));
    EXPECT_EQ(clock.at(at(10 + jump), at(10)), at(10));
    EXPECT_EQ(clock.set_by(), from_seconds(jump));
    EXPECT_FALSE(clock.settle({-0.1, -0.3, 0.2, jump})); // one source runs by the same wrong clock
    EXPECT_EQ(clock.at(at(20 + jump), at(20)), at(20));
    EXPECT_EQ(clock.at(at(30), at(30)), at(30)); // put right again
    EXPECT_EQ(clock.set_by(), Duration::zero());
    EXPECT_FALSE(clock.settle({jump, jump}));
  }
}

TEST(SteadiedClock, AClockThatWasWrongIsPutRightWhenTheSourcesSaySo) {
  SteadiedClock clock;
  clock.at(at(-3600), at(0)); // an hour behind from the start: all sources seem an hour ahead
  clock.at(at(10), at(10));
  EXPECT_EQ(clock.set_by(), from_seconds(3600));
  EXPECT_TRUE(clock.settle({3599.9, 3599.5}));
  EXPECT_EQ(clock.at(at(11), at(11)), at(11));
  SteadiedClock alone;
  alone.at(at(-3600), at(0));
  alone.at(at(10), at(10));
  EXPECT_TRUE(alone.settle({})); // nobody to ask, and nothing to lose
}

/// Cars end after a minute of silence: the first that a wrong hour would cost.
TEST(SteadiedClock, TracksSurviveASystemClockThatIsWrongForTenMinutes) {
  for (double const jump : {3600.0, -3600.0}) {
    SteadiedClock clock;
    fusion::Fusion fusion;
    std::uint64_t sent = 0;
    for (int t = 0; t < 1800; ++t) {
      double const system = t >= 600 && t < 1200 ? t + jump : t;
      auto const now = clock.at(at(system + 0.1), at(t + 0.1));
      fusion.take(
          now, fusion::batch("cars", {fusion::fix("car:1", t, {400000 + 10.0 * t, 4300000}, wire::ROAD_VEHICLE, 3)}));
      ++sent;
      std::vector<double> ahead;
      for (auto const& source : fusion.clocks())
        ahead.push_back(source.skew.ahead_s);
      EXPECT_FALSE(clock.settle(ahead));
    }
    auto const outcomes = fusion.outcomes().at("cars");
    fmt::print("system clock {:+.0f} s wrong for 600 s: {} sent, {} used, {} tracks\n", jump, sent,
               outcomes.get("used"), fusion.track_count());
    EXPECT_EQ(outcomes.get("used"), sent);
    EXPECT_EQ(fusion.track_count(), 1U);
  }
}

} // namespace
} // namespace dalian::app
