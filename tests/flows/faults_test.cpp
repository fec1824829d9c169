// What goes wrong around the twin: each a clear line and the right exit status, and the rest goes on.
#include "connectors/common/publisher.hpp"
#include "tests/flows/twin_programs.hpp"

#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <thread>

namespace dalian::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

/// One line, so that a script can show it.
void expect_one_line(std::string const& text) {
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
}

TEST(Faults, ASecondTwinOnThePortIsToldSoAndTheFirstGoesOn) {
  TwinPrograms const programs;
  auto const bind = std::string("tcp://127.0.0.1:*");
  auto const first = programs.start_twind();
  auto const second = run(programs.twind());
  EXPECT_EQ(second.status, 1);
  expect_one_line(second.err);
  EXPECT_THAT(second.err, HasSubstr("another twin"));
  EXPECT_EQ(programs.status()["tracks"]["total"], 0);
  auto const ready = nlohmann::json::parse(first->out().substr(0, first->out().find('\n')));
  EXPECT_EQ(ready["ingest"][0], programs.ingest());

  TwinPrograms const others;
  auto const tcp = std::make_unique<Process>(
      std::vector<std::string>{program("twind"), "--bind", bind, "--publish", bind, "--requests", bind, "--json"});
  while (tcp->out().find('\n') == std::string::npos)
    ASSERT_TRUE(tcp->running()) << tcp->err();
  auto const port = nlohmann::json::parse(tcp->out().substr(0, tcp->out().find('\n')))["ingest"][0].get<std::string>();
  auto const same = run({program("twind"), "--bind", port, "--publish", bind, "--requests", bind});
  EXPECT_EQ(same.status, 1);
  EXPECT_THAT(same.err, HasSubstr(port + " is in use"));
}

TEST(Faults, ATwinThatIsNotThereIsNamed) {
  auto const answer = run({program("twinctl"), "status", "--connect", "tcp://127.0.0.1:1", "--timeout", "0.3"});
  EXPECT_EQ(answer.status, 1);
  expect_one_line(answer.err);
  EXPECT_THAT(answer.err, HasSubstr("no twin answers at tcp://127.0.0.1:1"));
}

TEST(Faults, WrongUsageIsTwo) {
  EXPECT_EQ(run({program("twinctl")}).status, 2);
  EXPECT_EQ(run({program("twinctl"), "dance"}).status, 2);
  EXPECT_EQ(run({program("twind"), "--clock", "sundial"}).status, 2);
  EXPECT_EQ(run({program("twind"), "--config", "/nowhere.toml"}).status, 2);
  EXPECT_EQ(run({program("twind"), "--help"}).status, 0);
  EXPECT_EQ(run({program("twinctl"), "--version"}).status, 0);
}

TEST(Faults, AddressesThatOthersCouldReachAreRefused) {
  auto const answer = run({program("twind"), "--bind", "tcp://0.0.0.0:0"});
  EXPECT_EQ(answer.status, 1);
  expect_one_line(answer.err);
  EXPECT_THAT(answer.err, HasSubstr("others could reach it"));
}

TEST(Faults, AMisspeltSettingIsNamedWithFileAndLine) {
  TempFolder const folder;
  auto const file = folder.path() / "twin.toml";
  std::ofstream(file) << "[twin]\nclock = \"feed\"\nhistroy = \"/tmp\"\n";
  auto const answer = run({program("twind"), "--config", file.string()});
  EXPECT_EQ(answer.status, 2);
  EXPECT_THAT(answer.err, HasSubstr("twin.toml:3: unknown setting 'histroy'"));
}

TEST(Faults, SettingsComeFromAFileAndTheCommandLineWins) {
  TwinPrograms const programs;
  auto const file = programs.folder() / "twin.toml";
  std::ofstream(file) << "[twin]\nclock = \"feed\"\nhistory = \"/proc/nowhere\"\n";
  auto const twind = programs.start_twind({"--config", file.string()});
  EXPECT_EQ(programs.status()["clock"], "feed");
  EXPECT_EQ(programs.status()["history"]["folder"], programs.history().string());
}

TEST(Faults, AHistoryFolderThatCannotBeWrittenIsNamed) {
  TwinPrograms const programs;
  auto const answer = run({program("twind"), "--bind", programs.ingest(), "--publish", programs.ingest() + "p",
                           "--requests", programs.requests(), "--history", "/proc/nowhere"});
  EXPECT_EQ(answer.status, 1);
  expect_one_line(answer.err);
  EXPECT_THAT(answer.err, HasSubstr("/proc/nowhere"));
}

TEST(Faults, TermEndsCleanlyAndKeepsEverything) {
  TwinPrograms const programs;
  auto const recording = write_recording(programs.folder());
  auto twind = programs.start_twind();
  ASSERT_EQ(run(programs.twinfeed_ais(recording)).status, 0);
  auto const before = programs.status()["tracks"];
  twind->signal(SIGTERM);
  ASSERT_EQ(twind->wait(seconds(60)), 0);
  twind = programs.start_twind();
  EXPECT_EQ(programs.status()["tracks"], before);
}

void set_file_limit(Process const& process, std::uint64_t bytes) {
  rlimit const limit{bytes, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(process.pid(), RLIMIT_FSIZE, &limit, nullptr), 0);
}

TEST(Faults, OnAFullDiskHistoryStopsLiveGoesOnAndHistoryResumes) {
  TwinPrograms const programs;
  auto const twind = programs.start_twind();
  auto const file_limit = std::uint64_t{256} << 10;
  set_file_limit(*twind, file_limit); // every write beyond fails with EFBIG, as one on a full disk with ENOSPC

  connectors::PublisherConfig config;
  config.endpoint = programs.ingest();
  config.source = "fills";
  config.lose_nothing = true;
  auto const publisher = connectors::Publisher::open(config).value();
  std::uint64_t sent = 0;
  auto const publish = [&](std::uint64_t n) {
    for (auto const end = sent + n; sent < end;) {
      wire::Observation o;
      o.set_entity("car:" + std::to_string(++sent % 500));
      o.set_kind(wire::ROAD_VEHICLE);
      o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(SystemClock().now())));
      o.set_t_rx(o.t_obs());
      o.mutable_fix()->set_lon_deg(121.9 + 1e-3 * static_cast<double>(sent % 500));
      o.mutable_fix()->set_lat_deg(38.9);
      o.mutable_fix()->set_sigma_m(3);
      o.set_event(sent % 100 == 0);
      publisher->publish(std::move(o));
    }
    publisher->poll();
  };
  auto const in_trouble = [](nlohmann::json const& s) { return s["trouble"] != ""; };
  nlohmann::json status;
  for (int i = 0; i < 100 && (status.is_null() || !in_trouble(status)); ++i) {
    publish(2000);
    publisher->flush(milliseconds(100));
    status = programs.status();
  }
  ASSERT_TRUE(in_trouble(status));
  EXPECT_THAT(status["trouble"].get<std::string>(), HasSubstr("history is not being recorded"));
  EXPECT_THAT(twind->out(), HasSubstr("history is not being recorded"));

  publish(5000); // live goes on, events are not called stored
  publisher->flush(milliseconds(500));
  status = programs.wait_for([&](auto const& s) { return feed_of(s, "fills")["observations"]["accepted"] == sent; });
  EXPECT_EQ(feed_of(status, "fills")["observations"]["accepted"], sent);
  EXPECT_LT(feed_of(status, "fills")["stored_seq"], sent);
  EXPECT_EQ(status["tracks"]["total"], 500);

  set_file_limit(*twind, RLIM_INFINITY); // somebody made room
  EXPECT_TRUE(publisher->flush(seconds(60)));
  status = programs.wait_for([](auto const& s) { return s["trouble"] == ""; });
  EXPECT_EQ(status["trouble"], "");
  EXPECT_EQ(feed_of(status, "fills")["stored_seq"], sent);
  twind->signal(SIGKILL);
  twind->wait(seconds(60));
  auto const again = programs.start_twind();
  EXPECT_EQ(feed_of(programs.status(), "fills")["observations"]["accepted"], sent);
  EXPECT_EQ(programs.status()["tracks"], status["tracks"]);
}

TEST(Faults, StatusCanBeReadByPeople) {
  TwinPrograms const programs;
  auto const twind = programs.start_twind();
  ASSERT_EQ(run(programs.twinfeed_ais(write_recording(programs.folder()))).status, 0);
  auto const text = run({program("twinctl"), "status", "--connect", programs.requests()});
  EXPECT_EQ(text.status, 0);
  for (char const* word : {"ais-file", "finished", "recorded", "600", "591", "tracks: 20 (20 vessel)", "history: "})
    EXPECT_THAT(text.out, HasSubstr(word));
  auto const table = run({program("twinctl"), "tracks", "--connect", programs.requests()});
  EXPECT_THAT(table.out, HasSubstr("mmsi:412000019"));
}

} // namespace
} // namespace dalian::test
