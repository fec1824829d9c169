// kill -9 of twind at random instants: nothing that was acknowledged is lost, nothing counts twice.
#include "connectors/common/publisher.hpp"
#include "tests/flows/twin_programs.hpp"
#include "twin/history/sqlite_history.hpp"

#include <csignal>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <thread>

namespace dalian::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

wire::Observation observation(std::uint64_t k, bool event) {
  wire::Observation o;
  auto const t = to_unix_ns(SystemClock().now());
  o.set_entity("mmsi:" + std::to_string(412'000'000 + k % 30));
  o.set_kind(wire::VESSEL);
  o.set_t_obs(static_cast<std::uint64_t>(t));
  o.set_t_rx(static_cast<std::uint64_t>(t));
  o.mutable_fix()->set_lon_deg(121.9);
  o.mutable_fix()->set_lat_deg(38.9 + 0.01 * static_cast<double>(k % 30));
  o.mutable_fix()->set_sigma_m(10);
  o.set_event(event);
  return o;
}

/// How often each sequence number stands in the history of a twin that does not run.
std::map<std::uint64_t, int> recorded(std::filesystem::path const& folder, std::uint64_t epoch) {
  std::map<std::uint64_t, int> counts;
  auto const store = history::open_sqlite_history({folder});
  if (!store) throw std::runtime_error(store.error());
  auto const replayed = (*store)->replay(Instant::min(), [&](history::Record&& record) {
    if (record.epoch == epoch)
      for (std::uint32_t k = 0; k < record.n; ++k)
        ++counts[record.first_seq + k];
    return true;
  });
  EXPECT_TRUE(replayed);
  return counts;
}

TEST(Kill, TwentyFiveTimesLosesNothingAcknowledgedAndRepeatsNothing) {
  unsigned const seed = 20261123;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  TwinPrograms const programs;
  auto twind = programs.start_twind();
  connectors::PublisherConfig config;
  config.endpoint = programs.ingest();
  config.source = "kill-test";
  config.lose_nothing = true;
  auto const publisher = connectors::Publisher::open(config).value();
  std::uint64_t sent = 0;
  for (int kill = 0; kill < 25; ++kill) {
    auto const until = std::chrono::steady_clock::now() + milliseconds(random() % 500);
    while (std::chrono::steady_clock::now() < until) {
      for (auto n = random() % 40; n > 0; --n)
        publisher->publish(observation(++sent, random() % 3 == 0));
      publisher->poll();
      std::this_thread::sleep_for(milliseconds(1));
    }
    auto const acknowledged = publisher->stored_seq();
    twind->signal(SIGKILL);
    ASSERT_EQ(twind->wait(seconds(5)), 128 + SIGKILL);
    auto const found = recorded(programs.history(), publisher->epoch());
    for (std::uint64_t seq = 1; seq <= acknowledged; ++seq)
      ASSERT_EQ(found.count(seq), 1U) << "acknowledged " << seq << " of " << acknowledged << ", kill " << kill;
    twind = programs.start_twind();
  }
  ASSERT_TRUE(publisher->flush(seconds(30))) << publisher->trouble();
  auto const status = programs.status();
  EXPECT_EQ(feed_of(status, "kill-test")["observations"]["accepted"], sent);
  twind->signal(SIGTERM);
  ASSERT_EQ(twind->wait(seconds(10)), 0);
  auto const all = recorded(programs.history(), publisher->epoch());
  EXPECT_EQ(all.size(), sent);
  for (auto const& [seq, n] : all)
    ASSERT_EQ(n, 1) << seq;
  twind = programs.start_twind();
  EXPECT_EQ(programs.status()["tracks"], status["tracks"]);
}

TEST(Kill, InTheMiddleOfARecordingChangesNothingInTheEnd) {
  TwinPrograms const programs;
  auto const recording = write_recording(programs.folder(), {.ships = 200, .seconds = 3000, .bad_lines = 0});
  auto twind = programs.start_twind({"--clock", "feed"});
  Process twinfeed(programs.twinfeed_ais(recording, {"--time", "keep"}));
  std::mt19937 random(5);
  for (int kill = 0; kill < 5; ++kill) {
    std::this_thread::sleep_for(milliseconds(20 + random() % 60));
    twind->signal(SIGKILL);
    twind->wait(seconds(5));
    twind = programs.start_twind({"--clock", "feed"});
  }
  ASSERT_EQ(twinfeed.wait(seconds(60)), 0) << twinfeed.err();
  auto const killed = programs.status();
  EXPECT_EQ(feed_of(killed, "ais-file")["observations"]["accepted"], 60'000);

  TwinPrograms const calm;
  auto const undisturbed = calm.start_twind({"--clock", "feed"});
  ASSERT_EQ(run(calm.twinfeed_ais(recording, {"--time", "keep"}), seconds(60)).status, 0);
  EXPECT_EQ(calm.status()["tracks"], killed["tracks"]);
}

} // namespace
} // namespace dalian::test
