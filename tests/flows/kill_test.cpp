// kill -9 of twind at random instants: nothing that was acknowledged is lost, nothing counts twice.
#include "connectors/common/publisher.hpp"
#include "tests/flows/twin_programs.hpp"
#include "twin/fusion/state_hash.hpp"
#include "twin/history/folder_reader.hpp"

#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <sstream>
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

/// What stands in the history of twins that are killed again and again, read on from where the last look ended, beside
/// a fusion of the test's own that takes the same log and is never killed.
class Witness {
 public:
  Witness(std::filesystem::path const& folder, std::uint64_t epoch) : folder_(folder), epoch_(epoch) {}

  void look() {
    history::FolderReader const reader(folder_);
    auto const replayed = reader.replay(last_, [&](history::Record&& record) {
      if (record.t_twin > last_) take(record);
      return true;
    });
    EXPECT_TRUE(replayed);
    EXPECT_TRUE(!replayed || replayed->damaged_chunks == 0);
  }

  std::map<std::uint64_t, int> const& counts() const { return counts_; } // by sequence number
  std::uint64_t state_hash() const { return fusion::state_hash(fusion_); }

 private:
  void take(history::Record const& record) {
    last_ = record.t_twin;
    wire::Batch batch;
    if (record.kind == history::RecordKind::batch && batch.ParseFromString(record.bytes))
      fusion_.take(record.t_twin, batch);
    else
      fusion_.advance(record.t_twin);
    if (record.epoch == epoch_)
      for (std::uint32_t k = 0; k < record.n; ++k)
        ++counts_[record.first_seq + k];
  }

  std::filesystem::path folder_;
  std::uint64_t epoch_;
  Instant last_ = Instant::min();
  std::map<std::uint64_t, int> counts_;
  fusion::Fusion fusion_;
};

/// Of the line that says "ready".
nlohmann::json ready_of(Process const& twind) {
  std::istringstream lines(twind.out());
  for (std::string line; std::getline(lines, line);)
    if (auto const said = nlohmann::json::parse(line, nullptr, false); said.is_object() && said["event"] == "ready")
      return said;
  throw std::runtime_error("twind did not say that it is ready");
}

unsigned kill_loops() {
  char const* const said = std::getenv("DALIAN_KILL_LOOPS");
  return said == nullptr ? 200 : static_cast<unsigned>(std::max(1, std::atoi(said)));
}

/// Sends for a while, with events among the samples.
void feed(connectors::Publisher& publisher, std::mt19937& random, std::uint64_t& sent) {
  auto const until = std::chrono::steady_clock::now() + milliseconds(100 + random() % 600);
  while (std::chrono::steady_clock::now() < until) {
    for (auto n = random() % 40; n > 0; --n)
      publisher.publish(observation(++sent, random() % 3 == 0));
    publisher.poll();
    std::this_thread::sleep_for(milliseconds(1));
  }
}

TEST(Kill, AtRandomInstantsLosesNothingAcknowledgedAndRepeatsNothing) { // DALIAN_KILL_LOOPS=2000 for more
  unsigned const seed = 20261123, loops = kill_loops();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  TwinPrograms const programs;
  std::vector<std::string> const options{"--keyframe-seconds", "0.15"};
  auto twind = programs.start_twind(options);
  connectors::PublisherConfig config;
  config.endpoint = programs.ingest();
  config.source = "kill-test";
  config.lose_nothing = true;
  auto const publisher = connectors::Publisher::open(config).value();
  Witness witness(programs.history(), publisher->epoch());
  std::uint64_t sent = 0, checked = 0;
  unsigned keyframes = 0;
  for (unsigned kill = 0; kill < loops; ++kill) {
    feed(*publisher, random, sent);
    auto const acknowledged = publisher->stored_seq();
    twind->signal(SIGKILL);
    ASSERT_EQ(twind->wait(seconds(60)), 128 + SIGKILL);
    witness.look();
    for (; checked < acknowledged; ++checked)
      ASSERT_EQ(witness.counts().count(checked + 1), 1U) << "acknowledged " << checked + 1 << ", kill " << kill;
    twind = programs.start_twind(options);
    auto const ready = ready_of(*twind);
    ASSERT_EQ(ready["recovered_state_hash"], fmt::format("{:016x}", witness.state_hash())) << "kill " << kill;
    keyframes += ready["recovered_keyframe"] == true ? 1 : 0;
  }
  ASSERT_TRUE(publisher->flush(seconds(30))) << publisher->trouble();
  auto const status = programs.status();
  EXPECT_EQ(feed_of(status, "kill-test")["observations"]["accepted"], sent);
  twind->signal(SIGTERM);
  ASSERT_EQ(twind->wait(seconds(60)), 0);
  witness.look();
  EXPECT_EQ(witness.counts().size(), sent);
  for (auto const& [seq, n] : witness.counts())
    ASSERT_EQ(n, 1) << seq;
  EXPECT_GT(keyframes, loops / 4) << "restarts from a keyframe are part of this test";
  fmt::print(
      "{} kills, {} observations, {} of them acknowledged before a kill: 0 lost, 0 twice; {} restarts from a keyframe, "
      "each with the state of the whole log\n",
      loops, sent, checked, keyframes);
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
    twind->wait(seconds(60));
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
