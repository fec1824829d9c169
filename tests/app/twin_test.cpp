#include "twin/app/twin.hpp"

#include "connectors/common/publisher.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/wait.hpp"
#include "twin/app/mirror.hpp"
#include "twin/app/service.hpp"
#include "twin/app/status.hpp"
#include "twin/fusion/state_hash.hpp"
#include "twin/wire/endpoints.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <thread>
#include <unistd.h>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::wait_until;
using testing::HasSubstr;

constexpr std::uint64_t kNow = 1'790'000'000'000'000'000;

wire::Observation observation(std::uint64_t entity, std::uint64_t k) {
  wire::Observation o;
  o.set_entity("mmsi:" + std::to_string(412'000'000 + entity));
  o.set_kind(wire::VESSEL);
  o.set_t_obs(kNow + k * 100'000'000);
  o.set_t_rx(kNow + k * 100'000'000);
  o.mutable_fix()->set_lon_deg(121.9 + 1e-6 * static_cast<double>(k));
  o.mutable_fix()->set_lat_deg(38.9 + 0.001 * static_cast<double>(entity));
  o.mutable_fix()->set_sigma_m(10);
  return o;
}

class TwinTest : public testing::Test {
 protected:
  TwinConfig config(bool history = true) const {
    TwinConfig c;
    c.ingest = {"ipc://" + (folder_.path() / "ingest").string()};
    c.publish = "ipc://" + (folder_.path() / "publish").string();
    c.requests = "ipc://" + (folder_.path() / "requests").string();
    if (history) c.history = folder_.path() / "history";
    c.feed_clock = true;
    return c;
  }
  std::unique_ptr<Twin> start(TwinConfig c) {
    auto twin = Twin::start(context_, std::move(c));
    if (!twin) throw std::runtime_error(twin.error());
    return std::move(twin).value();
  }
  std::unique_ptr<connectors::Publisher> publisher(Twin const& twin, std::string source = "test") {
    connectors::PublisherConfig c;
    c.endpoint = twin.ingest_endpoints().front();
    c.source = std::move(source);
    c.provenance = wire::SYNTHETIC;
    c.lose_nothing = true;
    return connectors::Publisher::open(std::move(c)).value();
  }
  nlohmann::json status(Twin const& twin, std::string const& feed_name = "") {
    wire::Request request;
    request.mutable_status()->set_feed(feed_name);
    auto const frames = ask_twin(context_, twin.request_endpoint(), request, seconds(60));
    wire::Reply reply;
    if (!frames || !reply.ParseFromString(frames->front())) throw std::runtime_error("no status");
    if (!reply.error().empty()) return {{"error", reply.error()}};
    return nlohmann::json::parse(reply.status().json());
  }

  test::TempFolder folder_;
  zmq::context_t context_{1};
};

TEST_F(TwinTest, AMirrorHasTheTwinsTracks) {
  auto const twin = start(config());
  Mirror const mirror(context_, twin->request_endpoint());
  auto const feed = publisher(*twin);
  std::uint64_t version = 0;
  for (std::uint64_t half = 0; half < 2; ++half) {
    for (std::uint64_t k = 100 * half; k < 100 * half + 100; ++k)
      for (std::uint64_t entity = 0; entity < 50; ++entity)
        feed->publish(observation(entity, k));
    ASSERT_TRUE(feed->flush(seconds(20)));
    status(*twin); // publishes what was taken
    EXPECT_GT(twin->latest()->version, version);
    version = twin->latest()->version;
    ASSERT_TRUE(wait_until([&] { return mirror.complete() && mirror.latest()->version == version; }));
  }
  EXPECT_EQ(fusion::state_hash(*mirror.latest()), fusion::state_hash(*twin->latest()));
  std::size_t tracks = 0;
  mirror.latest()->for_each([&](state::TrackView) { ++tracks; });
  EXPECT_EQ(tracks, 50U);
  EXPECT_EQ(mirror.now(), twin->now());
}

TEST_F(TwinTest, ARestartedTwinHasTheSameTracksAndAMirrorFindsIt) {
  std::uint64_t hash = 0;
  auto twin = start(config());
  Mirror const mirror(context_, twin->request_endpoint());
  auto const feed = publisher(*twin);
  for (std::uint64_t k = 0; k < 2000; ++k)
    feed->publish(observation(k % 20, k));
  ASSERT_TRUE(feed->flush(seconds(20)));
  status(*twin); // publishes what was taken
  hash = fusion::state_hash(*twin->latest());
  auto const run = twin->latest()->run;
  twin.reset();
  twin = start(config());
  EXPECT_TRUE(twin->recovery().keyframe); // made when the first one ended
  EXPECT_EQ(twin->recovery().observations, 0U);
  EXPECT_EQ(fusion::state_hash(*twin->latest()), hash);
  EXPECT_NE(twin->latest()->run, run);
  for (std::uint64_t k = 2000; k < 2100; ++k)
    feed->publish(observation(k % 20, k));
  ASSERT_TRUE(feed->flush(seconds(20)));
  EXPECT_EQ(status(*twin)["feeds"][0]["observations"]["accepted"], 2100); // and publishes what was taken
  ASSERT_TRUE(wait_until([&] {
    return mirror.complete() && mirror.latest()->run == twin->latest()->run &&
           mirror.latest()->version == twin->latest()->version;
  }));
  EXPECT_EQ(fusion::state_hash(*mirror.latest()), fusion::state_hash(*twin->latest()));
}

TEST_F(TwinTest, RecordsNothingBeforeAFeedClockHasATime) {
  auto const twin = start(config());
  auto const feed = publisher(*twin);
  wire::FeedReport report;
  report.set_finished(true);
  feed->report(report);
  ASSERT_TRUE(feed->flush(seconds(20)));
  EXPECT_EQ(status(*twin)["history"]["records"]["appended"], 0);
  EXPECT_TRUE(wait_until([&] { return twin->finished_version() == 0; }));
}

TEST_F(TwinTest, EveryObservationHasOneOutcome) {
  auto const twin = start(config());
  auto const feed = publisher(*twin);
  for (std::uint64_t k = 0; k < 1000; ++k) {
    auto o = observation(k % 10, k);
    if (k % 7 == 0) o.mutable_fix()->set_lat_deg(91);
    if (k % 11 == 0) o.set_t_obs(o.t_obs() + 3600'000'000'000); // an hour ahead
    feed->publish(std::move(o));
  }
  ASSERT_TRUE(feed->flush(seconds(20)));
  auto const s = status(*twin)["feeds"][0];
  auto const& observations = s["observations"];
  EXPECT_EQ(observations["received"], 1000);
  EXPECT_EQ(observations["rejects"]["bad_latitude"], 143);
  EXPECT_EQ(observations["accepted"], 1000 - 143);
  int fused = 0;
  for (auto const& [outcome, n] : s["fusion"].items())
    fused += n.get<int>();
  EXPECT_EQ(fused, 1000 - 143);
  EXPECT_EQ(s["stored_seq"], 1000);
}

/// Whatever a stranger sends: no crash, counted, and the others go on.
TEST_F(TwinTest, SurvivesGarbageWhileOthersGoOn) {
  auto const twin = start(config());
  zmq::socket_t stranger(context_, zmq::socket_type::dealer);
  stranger.set(zmq::sockopt::linger, 0);
  stranger.connect(twin->ingest_endpoints().front());
  std::string const two_gigabytes("\x0a\x80\x80\x80\x80\x08", 6);
  for (int i = 0; i < 5000; ++i) {
    stranger.send(zmq::buffer(std::string(static_cast<std::size_t>(i % 300), '\xff')), zmq::send_flags::none);
    stranger.send(zmq::buffer(two_gigabytes), zmq::send_flags::none);
  }
  stranger.send(zmq::buffer(std::string(400'000, 'x')), zmq::send_flags::none);
  stranger.send(zmq::buffer(std::string("a")), zmq::send_flags::sndmore);
  stranger.send(zmq::buffer(std::string("b")), zmq::send_flags::none);
  auto const feed = publisher(*twin);
  for (std::uint64_t k = 0; k < 500; ++k)
    feed->publish(observation(k % 10, k));
  ASSERT_TRUE(feed->flush(seconds(20)));
  ASSERT_TRUE(wait_until([&] { return status(*twin)["frames"]["rejects"].value("too_many_frames", 0) == 1; }));
  auto const rejects = status(*twin)["frames"]["rejects"];
  EXPECT_EQ(rejects["oversize"], 1);
  EXPECT_GE(rejects["malformed"].get<int>(), 5000);
  EXPECT_EQ(status(*twin)["feeds"][0]["observations"]["accepted"], 500);
}

TEST_F(TwinTest, CutsAConnectionThatSendsMoreThanAFrameMayHold) {
  auto const twin = start(config(false));
  zmq::socket_t stranger(context_, zmq::socket_type::dealer);
  stranger.set(zmq::sockopt::linger, 0);
  stranger.connect(twin->ingest_endpoints().front());
  stranger.send(zmq::buffer(std::string(std::size_t{3} << 20, 'x')), zmq::send_flags::none);
  auto const feed = publisher(*twin);
  feed->publish(observation(1, 1));
  ASSERT_TRUE(feed->flush(seconds(20)));
  EXPECT_EQ(status(*twin)["tracks"]["total"], 1);
  EXPECT_FALSE(status(*twin)["frames"]["rejects"].contains("malformed"));
}

TEST_F(TwinTest, TwoTwinsOnOneAddressOrOneHistoryAreRefused) {
  auto const twin = start(config());
  auto c = config(false);
  EXPECT_THAT(Twin::start(context_, c).error(), HasSubstr("--bind ipc://"));
  c = config();
  c.ingest = {"ipc://" + (folder_.path() / "other").string()};
  c.publish = c.requests = "tcp://127.0.0.1:*";
  auto const other = Twin::start(context_, c);
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error(), HasSubstr("history"));
}

TEST_F(TwinTest, TheServiceShowsARecordingWholeOnceItHasEnded) {
  ServiceConfig c;
  c.feed_clock = true;
  auto const service = Service::start(c).value();
  EXPECT_NE(service->view(), nullptr);
  EXPECT_FALSE(service->feeds_finished());
  connectors::PublisherConfig p;
  p.endpoint = service->ingest_endpoint();
  p.source = "recording";
  p.lose_nothing = p.repeatable = true;
  auto const feed = connectors::Publisher::open(p).value();
  for (std::uint64_t k = 0; k < 1000; ++k)
    feed->publish(observation(k % 25, k));
  wire::FeedReport report;
  report.set_finished(true);
  feed->report(report);
  ASSERT_TRUE(feed->flush(seconds(20)));
  ASSERT_TRUE(wait_until([&] { return service->feeds_finished(); }));
  EXPECT_EQ(service->view()->movers().size(), 25U);
  EXPECT_EQ(to_unix_ns(service->now()), static_cast<std::int64_t>(kNow + 999ULL * 100'000'000));
  EXPECT_EQ(service->trouble(), "");
}

TEST_F(TwinTest, ACommandThatCouldNotBeNotedIsAnAlarm) {
  std::filesystem::create_directories(folder_.path() / "history");
  std::filesystem::create_symlink("/dev/full", folder_.path() / "history" / "audit.jsonl");
  std::ofstream(folder_.path() / "rules.toml")
      << "[[rule]]\nid = \"twin\"\nkind = \"trouble\"\nseverity = \"critical\"\n"
         "name_zh = \"a\"\nname_ja = \"b\"\nname_en = \"c\"\n";
  auto c = config();
  c.feed_clock = false;
  c.alarms = folder_.path() / "rules.toml";
  auto const twin = start(std::move(c));
  Mirror const mirror(context_, twin->request_endpoint());
  wire::Request request;
  auto& command = *request.mutable_alarms()->mutable_command();
  command.set_action(wire::AlarmCommand::ACKNOWLEDGE);
  command.set_rule("twin");
  auto const frames = ask_twin(context_, twin->request_endpoint(), request, seconds(5));
  wire::Reply reply;
  ASSERT_TRUE(frames && reply.ParseFromString(frames->front()));
  EXPECT_THAT(reply.error(), HasSubstr("could not be noted"));
  EXPECT_THAT(twin->trouble(), HasSubstr("not in the audit log"));
  ASSERT_TRUE(wait_until([&] { return mirror.alarms()->alarms.size() == 1; }));
  EXPECT_THAT(mirror.alarms()->alarms.begin()->second.note, HasSubstr("not in the audit log"));
  auto const s = status(*twin)["alarms"];
  EXPECT_EQ(s["total"], 1);
  EXPECT_EQ(s["by_severity"]["critical"]["unacknowledged"], 1);
}

TEST_F(TwinTest, OfManyFeedsTheStatusTellsTheWorstAndAnyOneByName) {
  auto const twin = start(config(false));
  for (std::uint64_t i = 0; i < kMostFeeds + 50; ++i) {
    auto const feed = publisher(*twin, fmt::format("feed-{:03}", i));
    auto o = observation(i, 1);
    if (i == 200) o.mutable_fix()->set_lat_deg(91);
    feed->publish(std::move(o));
    ASSERT_TRUE(feed->flush(seconds(20)));
  }
  auto const s = status(*twin);
  ASSERT_EQ(s["feeds"].size(), kMostFeeds);
  for (auto const& feed : s["feeds"]) {
    if (feed["source"] == "feed-200") break; // its observation was refused
    EXPECT_EQ(feed["state"], "silent") << "on a slow machine the first are: they stand before it";
  }
  EXPECT_EQ(s["feeds_left_out"], 50);
  EXPECT_EQ(s["feeds_total"]["feeds"], kMostFeeds + 50);
  EXPECT_EQ(s["feeds_total"]["accepted"], kMostFeeds + 49);
  EXPECT_EQ(s["feeds_total"]["rejected"], 1);
  EXPECT_THAT(status_text(s.dump()).value(), HasSubstr("50 are not shown"));
  auto const one = status(*twin, "feed-305");
  ASSERT_EQ(one["feeds"].size(), 1U);
  EXPECT_EQ(one["feeds"][0]["source"], "feed-305");
  EXPECT_EQ(one["feeds"][0]["observations"]["accepted"], 1);
  EXPECT_THAT(status(*twin, "nobody")["error"].get<std::string>(), HasSubstr("no feed 'nobody'"));
}

TEST_F(TwinTest, AViewerWithoutATwinSaysSo) {
  ServiceConfig c;
  c.connect = {"ipc://" + (folder_.path() / "nobody").string()};
  auto const service = Service::start(c).value();
  EXPECT_TRUE(wait_until([&] { return !service->trouble().empty(); }));
  EXPECT_THAT(service->trouble(), HasSubstr("no twin answers at ipc://"));
  EXPECT_NE(service->view(), nullptr);
}

} // namespace
} // namespace dalian::app
