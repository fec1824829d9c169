// A twin that is not there: the real connector with a live input says so, waits, keeps its events over kill -9 of
// itself and of the twin, and goes on when there is a twin. Each event arrives once.
#include "tests/connectors/ais/encoder.hpp"
#include "tests/connectors/common/loopback_server.hpp"
#include "tests/flows/twin_programs.hpp"
#include "tests/support/wait.hpp"
#include "twin/history/sqlite_history.hpp"
#include "twin/wire/wire.pb.h"

#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <sstream>
#include <thread>

namespace dalian::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::wait_until;
using testing::HasSubstr;

std::string name_of(unsigned ship) {
  return fmt::format("SHIP {:05}", ship);
}

/// Message 24 part A: an event, since nobody said that name before.
std::string name_sentence(unsigned ship) {
  return ais::test::header(24, 412'000'000 + ship).u(2, 0).text(20, name_of(ship)).sentence() + "\r\n";
}

std::string contents(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Receiver, connector and twin on loopback ports that the system chose.
class SpoolTest : public testing::Test {
 protected:
  SpoolTest() : twin_port_(connectors::test::LoopbackServer().port()) {}

  std::string twin_address() const { return fmt::format("tcp://127.0.0.1:{}", twin_port_); }
  std::filesystem::path spool() const { return programs_.folder() / "spool.sqlite"; }
  std::unique_ptr<Process> start_twind() const { return programs_.start_twind({"--bind", twin_address()}); }

  /// The receiver has it as its client when it returns.
  std::unique_ptr<Process> start_connector() {
    auto process = std::make_unique<Process>(
        std::vector<std::string>{program("twinfeed"), "ais", "--tcp", fmt::format("127.0.0.1:{}", receiver_.port()),
                                 "--twin", twin_address(), "--source", "ais-quay", "--spool", spool().string()});
    EXPECT_TRUE(receiver_.accept(30'000));
    sent_lines_ = 0;
    return process;
  }

  /// Names of `n` more ships, a position of each, and a damaged line now and then.
  void send_ships(unsigned n) {
    for (auto const end = ships_ + n; ships_ < end; ++ships_) {
      send(name_sentence(ships_));
      send(ais::test::position_report(412'000'000 + ships_ % 7).sentence() + "\r\n");
      if (ships_ % 10 == 0) send("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*00\r\n");
    }
  }
  void send(std::string const& line) {
    ASSERT_TRUE(receiver_.send(line));
    ++sent_lines_;
  }
  /// Sends ship after ship until one is seen in the spool's file: all before it are there as well, or with the twin.
  void send_until_spooled() {
    ASSERT_TRUE(wait_until([&] {
      for (auto ship = first_marker_ == 0 ? ships_ : first_marker_; ship < ships_; ++ship)
        if (is_spooled(ship)) return true;
      if (first_marker_ == 0) first_marker_ = ships_;
      send_ships(1);
      return false;
    }));
    first_marker_ = 0;
    certain_ = ships_;
    while (!is_spooled(certain_ - 1))
      --certain_;
  }
  bool is_spooled(unsigned ship) const {
    return contents(spool()).find(name_of(ship)) != std::string::npos ||
           contents(spool().string() + "-wal").find(name_of(ship)) != std::string::npos;
  }

  static void kill(std::unique_ptr<Process>& process) {
    process->signal(SIGKILL);
    ASSERT_EQ(process->wait(seconds(60)), 128 + SIGKILL);
    process.reset();
  }

  /// Until the twin has on disk all that the connector in front of it read.
  nlohmann::json delivered() const {
    return programs_.wait_for(
        [&](auto const& s) {
          auto const feed = feed_of(s, "ais-quay");
          return !feed.is_null() && feed.at("inputs") == sent_lines_ && feed.at("details").value("waiting", 1) == 0 &&
                 feed.at("details").value("spool_waiting", 1) == 0 && all_stored(s);
        },
        seconds(60));
  }
  void expect_sums(nlohmann::json const& status) const {
    auto const feed = feed_of(status, "ais-quay");
    EXPECT_EQ(feed.at("inputs"), sent_lines_) << feed.dump(1);
    EXPECT_EQ(sum_of(feed.at("outcomes")), feed.at("inputs").get<std::uint64_t>());
    EXPECT_EQ(feed.at("outcomes").at("decoded").get<std::uint64_t>() + feed.at("outcomes").value("bad_checksum", 0U),
              feed.at("inputs").get<std::uint64_t>());
    auto const& details = feed.at("details");
    EXPECT_EQ(details.at("waiting"), 0) << feed.dump(1);
    EXPECT_EQ(details.at("spool_waiting"), 0) << feed.dump(1);
    EXPECT_EQ(details.at("published").get<std::uint64_t>(),
              details.at("sealed").get<std::uint64_t>() + details.value("coalesced", std::uint64_t{0}));
    EXPECT_FALSE(details.contains("lost"));
    EXPECT_EQ(sum_of(feed.at("fusion")), feed.at("observations").at("accepted").get<std::uint64_t>());
  }

  /// How often each name stands in the history of a twin that does not run.
  std::map<std::string, int> recorded_names() const {
    std::map<std::string, int> counts;
    auto const store = history::open_sqlite_history({programs_.history()});
    if (!store) throw std::runtime_error(store.error());
    auto const replayed = (*store)->replay(Instant::min(), [&](history::Record&& record) {
      wire::Batch batch;
      if (record.kind == history::RecordKind::batch && batch.ParseFromString(record.bytes))
        for (auto const& o : batch.observations())
          if (o.vessel_static().has_name()) {
            EXPECT_TRUE(o.event());
            ++counts[o.vessel_static().name()];
          }
      return true;
    });
    EXPECT_TRUE(replayed);
    return counts;
  }
  /// Stops the twin and looks: every ship once; of those in `may_lack` (sent just before a kill) at most once.
  void expect_each_name_once(std::unique_ptr<Process>& twind, std::vector<unsigned> const& may_lack) const {
    twind->signal(SIGTERM);
    ASSERT_EQ(twind->wait(seconds(20)), 0);
    auto names = recorded_names();
    for (unsigned ship = 0; ship < ships_; ++ship) {
      bool const certain = std::find(may_lack.begin(), may_lack.end(), ship) == may_lack.end();
      EXPECT_GE(names[name_of(ship)], certain ? 1 : 0) << ship;
      EXPECT_LE(names[name_of(ship)], 1) << ship;
    }
    EXPECT_EQ(names.size(), ships_);
  }
  std::vector<unsigned> after_certain() const {
    std::vector<unsigned> out;
    for (auto ship = certain_; ship < ships_; ++ship)
      out.push_back(ship);
    return out;
  }

  TwinPrograms programs_;
  connectors::test::LoopbackServer receiver_;
  std::uint16_t twin_port_;
  unsigned ships_ = 0;           // sent so far
  unsigned first_marker_ = 0;    // of those sent to see whether the spool works
  unsigned certain_ = 0;         // ships below it were on a disk at the last look
  std::uint64_t sent_lines_ = 0; // to the connector that runs
};

TEST_F(SpoolTest, EventsOutliveAConnectorKilledBeforeThereWasATwin) {
  auto connector = start_connector();
  send_ships(150);
  ASSERT_TRUE(wait_until([&] { return connector->err().find("no twin at " + twin_address()) != std::string::npos; }));
  EXPECT_THAT(connector->err(), HasSubstr("waiting for one (start it with: twind)"));
  send_until_spooled();
  kill(connector);
  auto const may_lack = after_certain();

  connector = start_connector();
  send_ships(150);
  auto twind = start_twind();
  auto const status = delivered();
  expect_sums(status);
  auto const feed = feed_of(status, "ais-quay");
  EXPECT_EQ(feed["provenance"], "live");
  EXPECT_GE(feed.at("details").at("from_earlier_start").get<unsigned>(), certain_);
  auto const text = run({program("twinctl"), "status", "--connect", programs_.requests()}).out;
  EXPECT_THAT(text, HasSubstr("connector: 0 waiting, 0 on its disk"));
  connector->signal(SIGTERM);
  EXPECT_EQ(connector->wait(seconds(20)), 0) << connector->err();
  expect_each_name_once(twind, may_lack);
}

TEST_F(SpoolTest, ATwinThatDiesAndComesBackMissesNoEvent) {
  auto twind = start_twind();
  auto connector = start_connector();
  send_ships(100);
  expect_sums(delivered());
  kill(twind);
  send_ships(100);
  twind = start_twind();
  send_ships(100);
  auto const status = delivered();
  expect_sums(status);
  EXPECT_EQ(feed_of(status, "ais-quay")["state"], "live");
  expect_each_name_once(twind, {});
}

TEST_F(SpoolTest, TwinAndConnectorBothKilledMidStreamLoseNoEvent) {
  auto twind = start_twind();
  auto connector = start_connector();
  send_ships(100);
  expect_sums(delivered());
  kill(twind);
  send_until_spooled(); // though the connector may not have noticed yet that the twin is gone
  kill(connector);
  auto const may_lack = after_certain();

  twind = start_twind();
  connector = start_connector();
  send_ships(50);
  expect_sums(delivered());
  expect_each_name_once(twind, may_lack);
}

TEST_F(SpoolTest, AConnectorToldToEndKeepsItsEventsAndSaysWhere) {
  auto connector = start_connector();
  send_ships(20);
  send_until_spooled();
  connector->signal(SIGTERM);
  EXPECT_EQ(connector->wait(seconds(20)), 0);
  EXPECT_THAT(connector->err(), HasSubstr("wait in " + spool().string()));
  connector = start_connector();
  auto twind = start_twind();
  send_ships(5);
  expect_sums(delivered());
  expect_each_name_once(twind, {});
}

TEST(Spool, IsForLiveInput) {
  EXPECT_EQ(run({program("twinfeed"), "ais", "--file", "x.nm4", "--spool", "y"}).status, 2);
}

} // namespace
} // namespace dalian::test
