// twinfeed synth → twind → twinctl, with the real programs: the demo's own path.
#include "tests/flows/twin_programs.hpp"

#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace dalian::test {
namespace {

using std::chrono::seconds;

struct Seen {
  nlohmann::json status, tracks;
};

/// Twenty seconds of the synthetic city into a twin whose clock is the feed's.
Seen see_the_city(std::string const& seed) {
  TwinPrograms const programs;
  auto const twind = programs.start_twind({"--clock", "feed"});
  auto const fed = run({program("twinfeed"), "synth", "--twin", programs.ingest(), "--start",
                        "2026-09-26T16:40:00+08:00", "--seconds", "20", "--speed", "0", "--seed", seed},
                       seconds(120));
  EXPECT_EQ(fed.status, 0) << fed.err;
  auto status = programs.wait_for([](auto const& s) { return all_stored(s); });
  return {std::move(status), programs.tracks()};
}

TEST(SynthToTwin, EveryShipAndVehicleIsATrackLabelledSynthetic) {
  auto const seen = see_the_city("1");
  auto const feed = feed_of(seen.status, "synth");
  EXPECT_EQ(feed["state"], "finished");
  EXPECT_EQ(feed["provenance"], "synthetic");
  EXPECT_EQ(sum_of(feed["outcomes"]), feed["inputs"].get<std::uint64_t>());
  EXPECT_EQ(feed["outcomes"]["decoded"], feed["inputs"]);
  EXPECT_EQ(sum_of(feed["observations"]["rejects"]), 0U);
  auto const& kinds = seen.status["tracks"]["by_kind"];
  EXPECT_GE(kinds["vessel"].get<int>(), 120);
  EXPECT_EQ(kinds["road_vehicle"], 42);
  EXPECT_EQ(seen.status["tracks"]["with_position"], seen.status["tracks"]["total"]);
  for (auto const& track : seen.tracks)
    EXPECT_EQ(track["provenance"], "synthetic") << track.dump();
}

TEST(SynthToTwin, TheSameStartAndSeedGiveTheSameTwin) {
  auto const one = see_the_city("1"), two = see_the_city("1"), other = see_the_city("2");
  EXPECT_EQ(one.status["tracks"], two.status["tracks"]); // with the state hash
  EXPECT_NE(one.status["tracks"]["state_hash"], other.status["tracks"]["state_hash"]);
}

/// As when a window is closed: its twin ends, and the feed it started is told to end.
TEST(SynthToTwin, AFeedThatEndsWithItsTwinEndsQuietly) {
  TwinPrograms const programs;
  auto const twind = programs.start_twind();
  Process twinfeed({program("twinfeed"), "synth", "--twin", programs.ingest(), "--only", "ships"});
  auto const accepted = [](auto const& s) {
    auto const feed = feed_of(s, "synth");
    return !feed.is_null() && feed["observations"]["accepted"] > 100;
  };
  ASSERT_TRUE(accepted(programs.wait_for(accepted))) << twinfeed.err();
  twind->signal(SIGKILL);
  ASSERT_EQ(twind->wait(seconds(60)), 128 + SIGKILL);
  twinfeed.signal(SIGTERM);
  EXPECT_EQ(twinfeed.wait(seconds(20)), 0);
  EXPECT_THAT(twinfeed.err(), testing::Not(testing::HasSubstr("acknowledged")));
}

} // namespace
} // namespace dalian::test
