// A source whose clock is set, runs ahead, or repeats a second: tracks survive, and every observation has an outcome.
#include "tests/fusion/observations.hpp"
#include "twin/fusion/fuse.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dalian::fusion {
namespace {

Parameters correcting() {
  Parameters parameters = default_parameters();
  EXPECT_TRUE(parse_parameters("[clocks]\ncorrect_from_s = 2\n", "test", parameters));
  return parameters;
}

/// Five ships each ten seconds from one source, delayed by 0.3 s; another source with one ship is always right.
struct Feed {
  explicit Feed(Parameters const& parameters = default_parameters()) : fusion(parameters) {}
  Fusion fusion;
  double now = 0;
  std::uint64_t sent = 0;

  void run(double seconds, double ahead_s, double twin_ahead_s = 0) {
    for (double const end = now + seconds; now < end; now += 10) {
      std::vector<wire::Observation> ships;
      for (int id = 0; id < 5; ++id)
        ships.push_back(
            fix("mmsi:" + std::to_string(id), now + ahead_s, {kPort.east_m + 5 * now, kPort.north_m + 500.0 * id}));
      fusion.take(at(now + 0.3 + twin_ahead_s), batch("radio", ships));
      fusion.take(at(now + 0.4 + twin_ahead_s),
                  batch("other", {fix("mmsi:9", now, {kPort.east_m - 5 * now, kPort.north_m})}));
      sent += 6;
    }
  }
  std::uint64_t count(char const* source, char const* outcome) const {
    auto const all = fusion.outcomes();
    return all.at(source).get(outcome);
  }
  SourceClock clock() const { return fusion.clocks().at(1); } // "other", "radio"
  void print(char const* what) const {
    std::uint64_t all = 0;
    for (auto const& [source, counters] : fusion.outcomes())
      all += counters.sum();
    EXPECT_EQ(all, sent);
    auto const c = clock();
    fmt::print(
        "{}: {} sent; radio: used {}, late {}, future {}, too late {}; {} tracks; ahead {:.2f} s, set {} times\n", what,
        sent, count("radio", "used"), count("radio", "used_late"), count("radio", "future"), count("radio", "too_late"),
        fusion.track_count(), c.skew.ahead_s, c.steps);
  }
};

TEST(ClockFaults, AnHourAheadIsQuarantinedAndToldAndTracksWait) {
  Feed feed;
  feed.run(600, 0);
  feed.run(600, 3600);
  EXPECT_EQ(feed.count("radio", "future"), 300U);
  EXPECT_NEAR(feed.clock().skew.ahead_s, 3599.7, 0.1);
  EXPECT_TRUE(feed.clock().skew.notable);
  EXPECT_EQ(feed.clock().correction, Duration::zero());
  EXPECT_EQ(feed.fusion.track_count(), 6U);
  feed.run(600, 0);
  EXPECT_EQ(feed.count("radio", "used"), 600U);
  EXPECT_EQ(feed.fusion.track_count(), 6U);
  feed.print("source an hour ahead, quarantined");
}

TEST(ClockFaults, AnHourAheadIsCorrectedWhereThatIsConfigured) {
  Feed feed(correcting());
  feed.run(600, 0);
  feed.run(1200, 3600);
  EXPECT_NEAR(to_seconds(feed.clock().correction), 3599.7, 0.1);
  EXPECT_LE(feed.count("radio", "future"), 5 * 8U); // until six blocks of ten seconds have said the same
  feed.run(600, 0);
  EXPECT_EQ(feed.fusion.track_count(), 6U);
  EXPECT_LE(feed.count("radio", "too_late"), 5 * 3U); // until two blocks have said that it is right again
  feed.print("source an hour ahead, corrected");
}

TEST(ClockFaults, AnHourBehindIsTooLateAndTold) {
  Feed feed;
  feed.run(600, 0);
  feed.run(600, -3600);
  EXPECT_EQ(feed.count("radio", "too_late"), 300U);
  EXPECT_NEAR(feed.clock().skew.ahead_s, -3600.3, 0.1);
  feed.run(600, 0);
  EXPECT_EQ(feed.fusion.track_count(), 6U);
  EXPECT_EQ(feed.count("radio", "used"), 600U);
  feed.print("source an hour behind");
}

/// UTC repeats a second: the twin has it at once, a source later by minutes.
TEST(ClockFaults, ALeapSecondLosesNothing) {
  Feed feed;
  feed.run(600, 0);
  feed.run(300, 1, 0);
  feed.run(600, 0);
  EXPECT_EQ(feed.count("radio", "used") + feed.count("radio", "used_late"), 750U);
  EXPECT_EQ(feed.fusion.track_count(), 6U);
  feed.print("leap second");
}

/// Twin time itself is steady (steadied_clock); should a log hold a step back all the same, nothing ends by it.
TEST(ClockFaults, TheTwinSetBackByAnHourKeepsItsTracks) {
  Feed feed;
  feed.run(600, 0);
  feed.run(600, 0, -3600);
  EXPECT_EQ(feed.count("radio", "future"), 300U);
  EXPECT_EQ(feed.fusion.track_count(), 6U);
  feed.run(600, 0);
  EXPECT_EQ(feed.fusion.track_count(), 6U);
  EXPECT_EQ(feed.count("radio", "used"), 600U);
  feed.print("twin an hour back");
}

TEST(ClockFaults, ARecordingIsMeasuredByItsReceiver) {
  Fusion fusion;
  for (int i = 0; i < 100; ++i) {
    auto b = batch("tape", {fix("mmsi:1", 10 * i, kPort)}); // received 0.1 s later
    b.set_provenance(wire::RECORDED);
    fusion.take(at(10 * i + 1e6), b);
  }
  EXPECT_NEAR(fusion.clocks().at(0).skew.ahead_s, -0.1, 1e-6);
}

} // namespace
} // namespace dalian::fusion
