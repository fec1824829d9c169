// The loop that reads, paces, publishes and reports, with a source and a sink made of lists.
#include "connectors/ais/feed.hpp"

#include "tests/connectors/ais/encoder.hpp"

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <unistd.h>

#include <gtest/gtest.h>

namespace dalian::ais {
namespace {

using namespace std::chrono_literals;
using connectors::LineSource;
using connectors::RecordingClock;

class ListSource final : public LineSource {
 public:
  explicit ListSource(std::vector<std::string> lines) : lines_(std::move(lines)) {}
  Next next(Line& line, std::chrono::milliseconds) override {
    if (at_ == lines_.size()) return Next::ended;
    line.text = lines_[at_++];
    return Next::line;
  }
  bool rewind() override {
    at_ = 0;
    return true;
  }
  std::string describe() const override { return "list"; }

 private:
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
};

struct ListSink final : connectors::ObservationSink {
  std::vector<wire::Observation> observations;
  std::vector<wire::FeedReport> reports;
  void publish(wire::Observation o) override { observations.push_back(std::move(o)); }
  void report(wire::FeedReport r) override { reports.push_back(std::move(r)); }
  void poll() override {}
  bool flush(Duration) override { return true; }
};

std::string at(std::int64_t unix_s, std::uint32_t mmsi, unsigned second) {
  return test::tag_block("c:" + std::to_string(unix_s)) + test::position_report(mmsi, 121.9, 39, second).sentence();
}

constexpr std::int64_t kFirst = 1'565'218'800; // second 0 of a minute
std::vector<std::string> recording() {
  return {at(kFirst, 1'000'001, 0), "# comment", at(kFirst + 4, 1'000'002, 3), "!AIVDM,broken",
          at(kFirst + 10, 1'000'003, 9)};
}
Instant t_obs(wire::Observation const& o) {
  return from_unix_ns(static_cast<std::int64_t>(o.t_obs()));
}

struct Playback {
  ListSource source{recording()};
  ListSink sink;
  ManualClock clock{from_unix_ns(1'800'000'000'000'000'000)};
  FeedOptions options;
  Playback() {
    options.kind = Stream::Kind::recording;
    options.speed = 0;
    options.sink = &sink;
  }
};

TEST(Feed, KeepLeavesRecordedInstantsAlone) {
  Playback r;
  r.options.time = RecordingClock::Mode::keep;
  Feed feed(r.source, r.options, r.clock);
  feed.run();
  ASSERT_EQ(r.sink.observations.size(), 3U);
  EXPECT_EQ(r.sink.observations[0].t_obs(), static_cast<std::uint64_t>(kFirst) * 1'000'000'000);
  EXPECT_EQ(r.sink.observations[2].t_obs(), static_cast<std::uint64_t>(kFirst + 9) * 1'000'000'000);
  EXPECT_EQ(r.sink.observations[2].t_rx(), static_cast<std::uint64_t>(kFirst + 10) * 1'000'000'000);
}

TEST(Feed, ShiftAsFastAsPossibleEndsNow) {
  Playback r;
  Feed feed(r.source, r.options, r.clock);
  feed.run();
  auto const now = r.clock.now();
  ASSERT_EQ(r.sink.observations.size(), 3U);
  EXPECT_EQ(from_unix_ns(static_cast<std::int64_t>(r.sink.observations[2].t_rx())), now);
  // Seconds of the minute were resolved before shifting, so intervals are as recorded.
  EXPECT_EQ(t_obs(r.sink.observations[2]) - t_obs(r.sink.observations[0]), 9s);
  EXPECT_EQ(r.sink.reports.back().details().at("time_shift_s"),
            static_cast<std::uint64_t>(1'800'000'000 - (kFirst + 10)));
}

TEST(Feed, TheLastReportAddsUpAndSaysThatItIsTheLast) {
  Playback r;
  Feed feed(r.source, r.options, r.clock);
  feed.run();
  auto const& last = r.sink.reports.back();
  EXPECT_TRUE(last.finished());
  EXPECT_EQ(last.protocol(), "ais");
  EXPECT_EQ(last.inputs(), 5U);
  std::uint64_t sum = 0;
  for (auto const& [name, n] : last.outcomes())
    sum += n;
  EXPECT_EQ(sum, 5U);
  EXPECT_EQ(last.outcomes().at("decoded"), 3U);
  EXPECT_EQ(last.outcomes().at("no_checksum") + last.outcomes().at("comment"), 2U);
  EXPECT_EQ(last.details().at("type_1"), 3U);
  EXPECT_EQ(last.details().at("observations"), 3U);
}

TEST(Feed, LoopGoesOnInTimeUntilStopped) {
  Playback r;
  r.options.time = RecordingClock::Mode::keep;
  r.options.loop = true;
  r.options.stopped = [&] { return r.sink.observations.size() >= 9; };
  Feed feed(r.source, r.options, r.clock);
  feed.run();
  ASSERT_GE(r.sink.observations.size(), 9U);
  EXPECT_EQ(t_obs(r.sink.observations[3]) - t_obs(r.sink.observations[0]), 11s); // 10 s long, then a second's pause
  for (std::size_t i = 1; i < 9; ++i)
    EXPECT_LT(r.sink.observations[i - 1].t_obs(), r.sink.observations[i].t_obs());
}

TEST(Feed, PacedPlayingTakesAtLeastItsTime) {
  Playback r;
  r.options.speed = 100; // 10 s in 0.1 s
  auto const start = std::chrono::steady_clock::now();
  Feed feed(r.source, r.options, r.clock);
  feed.run();
  EXPECT_GE(std::chrono::steady_clock::now() - start, 100ms);
  // The first instant became the present.
  EXPECT_EQ(from_unix_ns(static_cast<std::int64_t>(r.sink.observations[0].t_rx())), r.clock.now());
}

TEST(Feed, LiveInputIsReceivedNow) {
  Playback r;
  r.options.kind = Stream::Kind::live;
  ListSource live({test::position_report(1'000'001, 121.9, 39, 60).sentence()});
  Feed feed(live, r.options, r.clock);
  feed.run();
  ASSERT_EQ(r.sink.observations.size(), 1U);
  EXPECT_EQ(t_obs(r.sink.observations[0]), r.clock.now());
  EXPECT_EQ(feed.time_shift(), Duration::zero());
}

TEST(Feed, ARecordingWithoutTimesIsTakenAsNow) {
  Playback r;
  ListSource bare({test::position_report(1'000'001, 121.9, 39, 60).sentence()});
  Feed feed(bare, r.options, r.clock);
  feed.run();
  ASSERT_EQ(r.sink.observations.size(), 1U);
  EXPECT_EQ(t_obs(r.sink.observations[0]), r.clock.now());
}

TEST(Feed, WhatWasRecordedLivePlaysAgainWithTheSameTimes) {
  std::string name = (std::filesystem::temp_directory_path() / "dalian_rec_XXXXXX").string();
  ::close(::mkstemp(name.data()));
  auto const own_time = at(kFirst, 1'000'002, 60); // a station's own time stays
  {
    Playback r;
    auto const recorder = Recorder::open(name).value();
    r.options.kind = Stream::Kind::live;
    r.options.recorder = recorder.get();
    ListSource live({test::position_report(1'000'001, 121.9, 39, 60).sentence(), "# comment", own_time});
    Feed(live, r.options, r.clock).run();
  }
  auto const recorded = connectors::open_file(name).value();
  Playback again;
  again.options.time = RecordingClock::Mode::keep;
  Feed feed(*recorded, again.options, again.clock);
  feed.run();
  std::filesystem::remove(name);
  EXPECT_EQ(feed.counts().outcomes[Outcome::comment], 1U);
  ASSERT_EQ(again.sink.observations.size(), 2U);
  EXPECT_EQ(t_obs(again.sink.observations[0]), again.clock.now());
  EXPECT_EQ(t_obs(again.sink.observations[1]), from_unix_ns(kFirst * 1'000'000'000));
}

TEST(Feed, AFullDiskEndsTheRecordingNotTheFeed) {
  Playback r;
  auto const recorder = Recorder::open("/dev/full").value();
  r.options.kind = Stream::Kind::live;
  r.options.recorder = recorder.get();
  Feed(r.source, r.options, r.clock).run();
  EXPECT_FALSE(recorder->good());
  EXPECT_EQ(r.sink.observations.size(), 3U);
  EXPECT_FALSE(Recorder::open("/no/such/folder/x.nm4"));
}

TEST(Feed, JsonAndSinkTogether) {
  Playback r;
  std::ostringstream json;
  r.options.json = &json;
  Feed feed(r.source, r.options, r.clock);
  feed.run();
  auto const text = json.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_EQ(r.sink.observations.size(), 3U);
}

} // namespace
} // namespace dalian::ais
