// A recording through twinfeed into twind with rules: alarms at every viewer, twinctl alarms, and after kill -9.
#include "tests/flows/twin_programs.hpp"
#include "twin/app/mirror.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <thread>

namespace dalian::test {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

/// Every ship of the recording moves: one alarm each.
constexpr char kRules[] = R"([[rule]]
id = "under-way"
kind = "speed"
severity = "medium"
name_zh = "航行中"
name_ja = "航行中"
name_en = "Ship under way"
applies_to = ["vessel"]
over_kn = 0.5
hysteresis = 0.2
)";

class AlarmsFlow : public testing::Test {
 protected:
  AlarmsFlow() {
    std::ofstream(rules()) << kRules;
    recording_ = write_recording(programs_.folder(), {.ships = 5, .seconds = 60, .bad_lines = 0});
  }
  std::string rules() const { return (programs_.folder() / "rules.toml").string(); }
  std::unique_ptr<Process> start() const { return programs_.start_twind({"--clock", "feed", "--alarms", rules()}); }
  void feed() const {
    auto const fed = run(programs_.twinfeed_ais(recording_), seconds(60));
    ASSERT_EQ(fed.status, 0) << fed.err;
  }
  Finished alarms(std::vector<std::string> const& words) const {
    std::vector<std::string> line{program("twinctl"), "alarms"};
    line.insert(line.end(), words.begin(), words.end());
    line.insert(line.end(), {"--connect", programs_.requests()});
    return run(line, seconds(30));
  }
  nlohmann::json list() const {
    auto const listed = alarms({"list", "--json"});
    EXPECT_EQ(listed.status, 0) << listed.err;
    return nlohmann::json::parse(listed.out);
  }
  template <class Condition>
  nlohmann::json wait_for(Condition&& condition) const {
    auto const end = std::chrono::steady_clock::now() + seconds(30);
    for (;;) {
      auto json = list();
      if (condition(json) || std::chrono::steady_clock::now() > end) return json;
    }
  }
  template <class Condition>
  static bool soon(Condition&& condition) {
    auto const end = std::chrono::steady_clock::now() + seconds(30);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
  }

  TwinPrograms programs_;
  std::filesystem::path recording_;
};

TEST_F(AlarmsFlow, EveryViewerSeesWhatHappensAndWhatAnybodyDoes) {
  auto const twind = start();
  zmq::context_t context(1);
  app::Mirror early(context, programs_.requests());
  feed();
  auto const raised = wait_for([](auto const& json) { return json["alarms"].size() == 5; });
  ASSERT_EQ(raised["alarms"].size(), 5U) << raised.dump(2);
  app::Mirror late(context, programs_.requests());
  auto const both = [&](auto const& condition) {
    return soon([&] { return condition(*early.alarms()) && condition(*late.alarms()); });
  };
  EXPECT_TRUE(both([](auto const& list) { return list.alarms.size() == 5; }));
  auto const id = raised["alarms"][0]["id"].template get<std::uint64_t>();
  auto const acked = alarms({"ack", std::to_string(id), "--note", "pilot aboard"});
  EXPECT_EQ(acked.out, "acknowledged 1 alarm\n") << acked.err;
  EXPECT_TRUE(both([&](auto const& list) {
    auto const& a = list.alarms.at(id);
    return a.state == alarms::State::acknowledged && a.note == "pilot aboard" && a.who.starts_with("local:");
  }));
  EXPECT_EQ(early.alarms()->alarms, late.alarms()->alarms);
  EXPECT_EQ(early.alarms()->rule("under-way")->name.ja, "航行中");
  auto const again = alarms({"ack", std::to_string(id)});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.err, HasSubstr("is acknowledged already"));
  EXPECT_EQ(alarms({"shelve", "--rule", "under-way", "--for", "30m"}).out, "shelved 5 alarms\n");
  EXPECT_TRUE(both([](auto const& list) { return list.alarms.begin()->second.state == alarms::State::shelved; }));
  auto const table = alarms({});
  EXPECT_THAT(table.out, HasSubstr("Ship under way"));
  EXPECT_THAT(table.out, HasSubstr("shelved until"));
}

TEST_F(AlarmsFlow, OfAnInstantOfThePastAreThoseThatWereSeenThen) {
  auto const twind = start();
  feed();
  wait_for([](auto const& json) { return json["alarms"].size() == 5; });
  programs_.wait_for([](auto const& s) { return all_stored(s); });
  auto const unseen = list();
  ASSERT_EQ(alarms({"ack", "2", "--note", "pilot aboard"}).status, 0);
  auto const now = list();
  auto const at = [&](std::string const& instant) {
    auto const listed = alarms({"list", "--json", "--at", instant});
    EXPECT_EQ(listed.status, 0) << listed.err;
    return nlohmann::json::parse(listed.out)["alarms"];
  };
  // The recording begins at 14:13:20; the first look of the alarms saw some of it.
  EXPECT_TRUE(at("2026-09-21T14:13:20.001Z").empty());
  auto const end = at("2030-01-01T00:00:00Z");
  ASSERT_EQ(end.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i)
    for (auto const* field : {"id", "rule", "severity", "state", "present", "subject", "who", "note", "raised", "name"})
      EXPECT_EQ(end[i][field], now["alarms"][i][field]) << i << ' ' << field;
  auto const refused = alarms({"list", "--at", "yesterday"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("--at"));
  EXPECT_EQ(unseen["alarms"][1]["state"], "unacknowledged");
}

TEST_F(AlarmsFlow, SurvivesKillMinusNine) {
  auto twind = start();
  feed();
  wait_for([](auto const& json) { return json["alarms"].size() == 5; });
  programs_.wait_for([](auto const& s) { return all_stored(s); });
  ASSERT_EQ(alarms({"ack", "2"}).status, 0);
  ASSERT_EQ(alarms({"shelve", "3", "--for", "1h"}).status, 0);
  auto const before = list();
  twind->signal(SIGKILL);
  twind->wait(seconds(60));
  twind = start();
  auto const after = list();
  ASSERT_EQ(after["alarms"].size(), 5U);
  for (std::size_t i = 0; i < 5; ++i)
    for (auto const* field : {"id", "state", "subject", "who", "raised", "shelved_until"})
      EXPECT_EQ(after["alarms"][i][field], before["alarms"][i][field]) << i << ' ' << field;
}

/// The disk is full: live goes on, and everybody is told within a second.
TEST_F(AlarmsFlow, AFullDiskIsAnAlarmWithinASecond) {
  std::ofstream(rules(), std::ios::app) << "[[rule]]\nid = \"twin\"\nkind = \"trouble\"\nseverity = \"critical\"\n"
                                           "name_zh = \"a\"\nname_ja = \"b\"\nname_en = \"The twin itself\"\n";
  auto const twind = programs_.start_twind({"--alarms", rules()});
  zmq::context_t context(1);
  app::Mirror viewer(context, programs_.requests());
  ASSERT_TRUE(soon([&] { return viewer.complete(); }));
  rlimit const nothing{8192, RLIM_INFINITY}; // a longer write fails, as on a full disk; what twind says is shorter
  ASSERT_EQ(::prlimit(twind->pid(), RLIMIT_FSIZE, &nothing, nullptr), 0);
  Process feeder(programs_.twinfeed_ais(recording_));
  ASSERT_TRUE(soon([&] { return twind->out().find("history is not being recorded") != std::string::npos; }));
  auto const told = std::chrono::steady_clock::now();
  auto const in_list = [&] {
    auto const list = viewer.alarms();
    return std::any_of(list->alarms.begin(), list->alarms.end(), [](auto const& a) { return a.second.rule == "twin"; });
  };
  ASSERT_TRUE(soon(in_list));
  auto const took = std::chrono::steady_clock::now() - told;
  std::printf("an alarm %.0f ms after the twin noticed that the disk is full\n",
              std::chrono::duration<double, std::milli>(took).count());
  EXPECT_LT(took, seconds(5));             // within 1 s on a machine that is not busy with other tests
  EXPECT_GT(viewer.latest()->version, 0U); // live goes on
}

TEST_F(AlarmsFlow, SaysWhatIsWrongWithRules) {
  auto const good = alarms({"rules", "--check", rules()});
  EXPECT_EQ(good.status, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("Ship under way"));
  std::ofstream(rules(), std::ios::app) << "over_knots = 3\n";
  auto const bad = alarms({"rules", "--check", rules()});
  EXPECT_EQ(bad.status, 1);
  EXPECT_THAT(bad.err, HasSubstr("rules.toml:11: 'over_knots' is not known here"));
  auto const twind = run(programs_.twind({"--alarms", rules()}), seconds(30));
  EXPECT_EQ(twind.status, 1);
  EXPECT_THAT(twind.err, HasSubstr("rules.toml:11: 'over_knots' is not known here"));
}

} // namespace
} // namespace dalian::test
