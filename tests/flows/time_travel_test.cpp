// A recording → twind → twinctl tracks --at: what was where at an instant of the past, with the real programs.
#include "tests/flows/twin_programs.hpp"

#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::test {
namespace {

using std::chrono::seconds;

class TimeTravel : public testing::Test {
 protected:
  Finished tracks_at(std::string const& at) const {
    return run(
        {program("twinctl"), "tracks", "--json", "--connect", programs_.requests(), "--timeout", "10", "--at", at});
  }

  TwinPrograms programs_;
};

TEST_F(TimeTravel, ShowsEachShipWhereItWasAndTheLiveTwinIsNotDisturbed) {
  auto const recording = write_recording(programs_.folder(), {.ships = 20, .seconds = 600, .bad_lines = 0});
  auto const twind = programs_.start_twind({"--clock", "feed", "--keyframe-seconds", "0.05"});
  ASSERT_EQ(run(programs_.twinfeed_ais(recording, {"--time", "keep"}), seconds(60)).status, 0);
  auto const live = programs_.wait_for([](auto const& s) { return all_stored(s) && s["tracks"]["total"] == 20; });
  // The recording begins at 14:13:20; reports come each ten seconds.
  for (auto const& [at, newest] : {std::pair{"2026-09-21T14:13:25Z", "2026-09-21T14:13:20.000Z"},
                                   {"2026-09-21T14:18:29.5Z", "2026-09-21T14:18:20.000Z"},
                                   {"2026-09-21T14:16:40Z", "2026-09-21T14:16:40.000Z"}}) {
    auto const answer = tracks_at(at);
    ASSERT_EQ(answer.status, 0) << answer.err;
    auto const document = nlohmann::json::parse(answer.out);
    ASSERT_EQ(document["tracks"].size(), 20U) << at;
    for (auto const& track : document["tracks"])
      EXPECT_EQ(track["t_obs"], newest) << at;
  }
  auto const late = nlohmann::json::parse(tracks_at("2030-01-01T00:00:00Z").out);
  EXPECT_EQ(late["tracks"].size(), 20U) << "beyond the end: the last that is known";
  EXPECT_EQ(programs_.status()["tracks"], live["tracks"]);
}

TEST_F(TimeTravel, SaysWhyItCannot) {
  auto const twind = programs_.start_twind({"--clock", "feed"});
  auto const empty = tracks_at("2026-09-21T14:13:25Z");
  EXPECT_EQ(empty.status, 1);
  EXPECT_THAT(empty.err, testing::HasSubstr("history is empty so far"));
  auto const wrong = tracks_at("yesterday");
  EXPECT_EQ(wrong.status, 1);
  EXPECT_THAT(wrong.err, testing::HasSubstr("--at"));
}

} // namespace
} // namespace dalian::test
