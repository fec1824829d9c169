#include "twin/fusion/clock_skew.hpp"

#include "tests/fusion/observations.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace dalian::fusion {
namespace {

/// A source that says something `rate` times a second through a line that delays by `least` and an exponential queue.
struct Line {
  explicit Line(std::uint32_t seed) : random(seed) {}
  std::mt19937_64 random;
  double least_s = 0.05, queue_s = 0.2, rate = 5;
  double now_s = 0; // by the twin's clock

  /// `ahead(t)`: of the source's clock, seconds.
  template <class Ahead>
  void run(ClockSkew& skew, double seconds, Ahead&& ahead) {
    std::exponential_distribution<double> queue(1 / queue_s);
    for (double const end = now_s + seconds; now_s < end; now_s += 1 / rate) {
      double const sent = now_s;
      skew.note(at(sent + least_s + queue(random)), at(sent + ahead(sent)));
    }
  }
};

auto constant(double ahead_s) {
  return [ahead_s](double) { return ahead_s; };
}

/// Bytes as a saved state has them, with every time of one kind in place of what was written.
struct SpoiledBytes {
  Duration correction{};
  template <class... T>
  void operator()(T&... values) {
    (one(values), ...);
  }
  template <class T>
  void one(T&) {}
  void one(Duration& value) { value = correction; }
};

TEST(ClockSkew, TimesThatNoClockSaysAreNoState) {
  using Limits = std::numeric_limits<Duration::rep>;
  for (auto const& [correction, is_state] :
       {std::pair(Duration(5), true), {Duration(Limits::min()), false}, {Duration(Limits::max()), false}}) {
    ClockSkew skew;
    SpoiledBytes bytes{correction};
    EXPECT_EQ(ClockSkew::describe(skew, bytes), is_state) << correction.count();
  }
}

TEST(ClockSkew, KnowsNothingBeforeTheFirstObservation) {
  EXPECT_FALSE(ClockSkew{}.estimate());
}

TEST(ClockSkew, FindsTheLeadThroughAQueueOneSidedly) {
  for (std::uint32_t seed = 1; seed <= 10; ++seed)
    for (double const ahead : {-30.0, -1.0, 0.0, 0.3, 5.0, 3600.0}) {
      Line line(seed);
      ClockSkew skew;
      line.run(skew, 400, constant(ahead));
      auto const e = skew.estimate().value();
      EXPECT_NEAR(e.ahead_s, ahead - line.least_s, 0.02) << seed; // the least of 50 delays of a 0.2 s queue: 4 ms
      EXPECT_LT(e.ahead_s, ahead) << seed;
      EXPECT_TRUE(e.steady) << e.uncertainty_s;
      EXPECT_EQ(e.notable, std::abs(ahead) >= 1) << ahead;
      EXPECT_NEAR(e.drift_ppm, 0, 150) << seed;
      EXPECT_EQ(skew.steps(), 0U);
      EXPECT_EQ(skew.correction(), Duration::zero()); // not asked for
    }
}

TEST(ClockSkew, FollowsADriftingClock) {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    Line line(seed);
    line.queue_s = 0.02;
    ClockSkew skew;
    line.run(skew, 900, [](double t) { return 0.5 + 200e-6 * t; });
    auto const e = skew.estimate().value();
    EXPECT_NEAR(e.drift_ppm, 200, 20) << seed;
    EXPECT_NEAR(e.ahead_s, 0.5 + 200e-6 * 900 - line.least_s, 0.01) << seed;
  }
}

/// The line below all points with the least sum of distances, by trying every pair of points.
TEST(ClockSkew, TheEnvelopeIsTheBestOfAllLinesThroughTwoPoints) {
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    std::mt19937_64 random(seed);
    std::exponential_distribution<double> queue(1 / 0.003); // so small that no slope is beyond a clock's
    std::vector<double> t, d;
    ClockSkew skew;
    for (int block = 0; block < 8 + 2 * static_cast<int>(seed % 10); ++block) { // even: else two may be best
      t.push_back(10 * block);
      d.push_back(queue(random) * 0.1);
      skew.note(at(10 * block + 5), at(10 * block + 5 - d.back()));
    }
    skew.note(at(10.0 * static_cast<double>(t.size()) + 5), at(0)); // closes the last one
    double best = 1e9, best_at_end = 0;
    for (std::size_t i = 0; i < t.size(); ++i)
      for (std::size_t j = i + 1; j < t.size(); ++j) {
        double const slope = (d[j] - d[i]) / (t[j] - t[i]);
        double sum = 0;
        bool below = true;
        for (std::size_t k = 0; k < t.size(); ++k) {
          double const r = d[k] - (d[i] + slope * (t[k] - t[i]));
          below = below && r > -1e-9;
          sum += r;
        }
        if (below && sum < best) best = sum, best_at_end = d[i] + slope * (t.back() - t[i]);
      }
    EXPECT_NEAR(-skew.estimate()->ahead_s, best_at_end, 1e-6) << seed; // instants are whole ns, seconds are doubles
  }
}

TEST(ClockSkew, OneBadClockAmongManyDevicesDoesNotMoveTheSource) {
  Line line(3);
  line.rate = 50;
  ClockSkew skew;
  for (int i = 0; i < 100; ++i) {
    line.run(skew, 3, constant(0));
    skew.note(at(line.now_s), at(line.now_s + 900)); // one in 150
  }
  EXPECT_NEAR(skew.estimate()->ahead_s, -line.least_s, 0.02);
  EXPECT_EQ(skew.steps(), 0U);
}

TEST(ClockSkew, ASingleWildBlockOfAQuietSourceIsNotBelieved) {
  ClockSkew skew;
  for (int i = 0; i < 60; ++i)
    skew.note(at(10 * i + 3), at(10 * i + 2.9 + (i == 30 ? 3600 : 0)));
  EXPECT_NEAR(skew.estimate()->ahead_s, -0.1, 1e-6);
  EXPECT_EQ(skew.steps(), 0U);
}

TEST(ClockSkew, ASourcesClockSetByAnHourIsFollowedAndCounted) {
  for (double const jump : {3600.0, -3600.0, 1.5, -1.5}) {
    SCOPED_TRACE(jump);
    Line line(4);
    ClockSkew skew;
    line.run(skew, 200, constant(0));
    line.run(skew, 31, constant(jump));
    EXPECT_EQ(skew.steps(), jump > 0 ? 1U : 0U); // set forward shows at once, a delay may pass
    line.run(skew, 69, constant(jump));
    EXPECT_NEAR(skew.estimate()->ahead_s, jump - line.least_s, 0.05);
    EXPECT_EQ(skew.steps(), 1U);
    line.run(skew, 100, constant(0));
    EXPECT_NEAR(skew.estimate()->ahead_s, -line.least_s, 0.05);
    EXPECT_EQ(skew.steps(), 2U);
  }
}

/// A leap second: UTC repeats a second, a source that follows it a little later is a second ahead meanwhile.
TEST(ClockSkew, ALeapSecondOfASourceIsNoStepAndIsFound) {
  Line line(5);
  ClockSkew skew;
  line.run(skew, 200, constant(0));
  line.run(skew, 400, constant(1));
  auto const e = skew.estimate().value();
  EXPECT_NEAR(e.ahead_s, 1 - line.least_s, 0.05);
  EXPECT_TRUE(e.steady);
}

TEST(ClockSkew, TheTwinsOwnClockSetBackStartsAgain) {
  Line line(6);
  ClockSkew skew;
  line.run(skew, 100, constant(0));
  line.now_s -= 3600;
  line.run(skew, 100, constant(3600));
  EXPECT_NEAR(skew.estimate()->ahead_s, 3600 - line.least_s, 0.05);
  EXPECT_EQ(skew.arrival_steps(), 1U);
}

TEST(ClockSkew, CorrectsOnlyWhatIsConfiguredSteadyAndAhead) {
  SkewLimits limits;
  limits.correct_from_s = 2;
  limits.correct_until_s = 1.5;
  for (double const ahead : {1.8, -5.0}) {
    Line line(7);
    ClockSkew skew(limits);
    line.run(skew, 300, constant(ahead));
    EXPECT_EQ(skew.correction(), Duration::zero()) << ahead;
  }
  Line line(8);
  ClockSkew skew(limits);
  line.run(skew, 300, constant(5));
  EXPECT_NEAR(to_seconds(skew.correction()), 5 - line.least_s, 0.05);
  skew.note(at(line.now_s), at(line.now_s - 60)); // one more block, and that one late
  line.run(skew, 9, constant(5));
  EXPECT_NEAR(to_seconds(skew.correction()), 5 - line.least_s, 0.05);
  line.run(skew, 31, constant(0)); // set right: believed after two blocks
  EXPECT_EQ(skew.correction(), Duration::zero());

  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> wild(0, 20);
  ClockSkew unsteady(limits);
  for (int i = 0; i < 400; ++i)
    unsteady.note(at(i), at(i + wild(random)));
  EXPECT_EQ(unsteady.correction(), Duration::zero());
}

} // namespace
} // namespace dalian::fusion
