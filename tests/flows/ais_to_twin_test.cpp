// Recorded bytes → twinfeed ais → ZeroMQ → twind → history and snapshot → twinctl, with the real programs.
#include "tests/flows/twin_programs.hpp"

#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::test {
namespace {

using std::chrono::seconds;

struct Fed {
  nlohmann::json status, feed;
};

/// Feeds a recording and waits until all is on disk.
Fed feed(TwinPrograms const& programs, std::filesystem::path const& recording) {
  auto const fed = run(programs.twinfeed_ais(recording), seconds(60));
  EXPECT_EQ(fed.status, 0) << fed.err;
  auto const status = programs.wait_for([](auto const& s) { return all_stored(s); });
  EXPECT_TRUE(all_stored(status)) << status.dump(1);
  return {status, feed_of(status, "ais-file")};
}

void expect_all_accounted_for(Fed const& fed, std::uint64_t lines) {
  EXPECT_EQ(fed.feed["inputs"], lines);
  EXPECT_EQ(sum_of(fed.feed["outcomes"]), lines);
  auto const& observations = fed.feed["observations"];
  EXPECT_EQ(observations["received"].get<std::uint64_t>(), observations["accepted"].get<std::uint64_t>() +
                                                               observations["duplicates"].get<std::uint64_t>() +
                                                               sum_of(observations["rejects"]));
  EXPECT_EQ(sum_of(fed.feed["fusion"]), observations["accepted"].get<std::uint64_t>());
  EXPECT_EQ(fed.feed["state"], "finished");
  EXPECT_EQ(fed.feed["provenance"], "recorded");
}

void expect_tracks_with_covariance(TwinPrograms const& programs, nlohmann::json const& status) {
  auto const tracks = programs.tracks();
  EXPECT_EQ(tracks.size(), status["tracks"]["total"].get<std::size_t>());
  std::size_t positions = 0;
  for (auto const& track : tracks) {
    if (!track.contains("covariance")) continue;
    ++positions;
    EXPECT_EQ(track["covariance"].size(), 10U);
    EXPECT_GT(track["covariance"][0].get<double>(), 0.0) << track.dump();
    EXPECT_GT(track["covariance"][4].get<double>(), 0.0) << track.dump();
  }
  EXPECT_EQ(positions, status["tracks"]["with_position"].get<std::size_t>());
  EXPECT_GT(positions, 0U);
}

void expect_same_after_kill(TwinPrograms const& programs, std::unique_ptr<Process> twind,
                            nlohmann::json const& before) {
  twind->signal(SIGKILL);
  ASSERT_EQ(twind->wait(seconds(60)), 128 + SIGKILL);
  auto const again = programs.start_twind();
  auto const after = programs.status();
  EXPECT_NE(after["run"], before["run"]);
  EXPECT_EQ(after["tracks"], before["tracks"]); // with the state hash
  EXPECT_EQ(feed_of(after, "ais-file")["observations"]["accepted"],
            feed_of(before, "ais-file")["observations"]["accepted"]);
  EXPECT_EQ(feed_of(after, "ais-file")["provenance"], "recorded");
}

TEST(AisToTwin, OwnRecordingIsCountedFusedRecordedAndFoundAgain) {
  TwinPrograms const programs;
  auto twind = programs.start_twind();
  auto const fed = feed(programs, write_recording(programs.folder()));
  expect_all_accounted_for(fed, 600);
  EXPECT_EQ(fed.feed["outcomes"]["decoded"], 600 - 9);
  EXPECT_EQ(fed.feed["observations"]["accepted"], 600 - 9);
  EXPECT_EQ(fed.status["tracks"]["by_kind"]["vessel"], 20);
  expect_tracks_with_covariance(programs, fed.status);
  expect_same_after_kill(programs, std::move(twind), fed.status);
}

TEST(AisToTwin, ThousandLinesOfTheNorwegianCoast) {
  auto const recording = shared_ais("kystverket-1000.nm4");
  if (!recording) GTEST_SKIP() << "the shared data folder is absent";
  TwinPrograms const programs;
  auto twind = programs.start_twind();
  auto const fed = feed(programs, *recording);
  expect_all_accounted_for(fed, 1000);
  EXPECT_GT(fed.status["tracks"]["total"], 700);
  expect_tracks_with_covariance(programs, fed.status);
  expect_same_after_kill(programs, std::move(twind), fed.status);
}

TEST(AisToTwin, AReplayOnFeedClockRepeatsBitForBit) {
  std::vector<nlohmann::json> hashes;
  for (int round = 0; round < 2; ++round) {
    TwinPrograms const programs;
    auto const twind = programs.start_twind({"--clock", "feed"});
    auto const recording = write_recording(programs.folder());
    auto const fed = run(programs.twinfeed_ais(recording, {"--time", "keep"}), seconds(60));
    ASSERT_EQ(fed.status, 0) << fed.err;
    auto const status = programs.status();
    EXPECT_EQ(status["clock"], "feed");
    EXPECT_EQ(status["time"], "2026-09-21T14:18:10.000Z");
    hashes.push_back(status["tracks"]);
  }
  EXPECT_EQ(hashes[0], hashes[1]);
}

TEST(AisToTwin, AConnectorMayBeStartedBeforeTheTwin) {
  TwinPrograms const programs;
  Process twinfeed(programs.twinfeed_ais(write_recording(programs.folder())));
  for (auto const end = std::chrono::steady_clock::now() + seconds(60);
       twinfeed.err().find("waiting") == std::string::npos && std::chrono::steady_clock::now() < end;)
    EXPECT_TRUE(twinfeed.running());
  EXPECT_THAT(twinfeed.err(), testing::HasSubstr("no twin at ipc://"));
  auto const twind = programs.start_twind();
  EXPECT_EQ(twinfeed.wait(seconds(30)), 0) << twinfeed.err();
  EXPECT_EQ(feed_of(programs.status(), "ais-file")["observations"]["accepted"], 600 - 9);
}

} // namespace
} // namespace dalian::test
