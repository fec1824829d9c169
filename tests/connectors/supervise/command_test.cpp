// The program itself, with feeds that are programs of their own and a real receiver.
#include "tests/connectors/common/test_twin.hpp"
#include "tests/support/process.hpp"
#include "tests/support/wait.hpp"

#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace dalian::supervise {
namespace {

using connectors::TestDisk;
using connectors::TestTwin;
using std::chrono::milliseconds;
using test::Process;
using test::wait_until;

class AllCommandTest : public testing::Test {
 protected:
  AllCommandTest() { ::setenv("XDG_STATE_HOME", folder_.path().c_str(), 1); } // spools of this test alone

  std::string endpoint() const { return "ipc://" + (folder_.path() / "twin").string(); }
  std::vector<std::string> command(std::string const& feeds, std::vector<std::string> more = {}) {
    std::ofstream(folder_.path() / "feeds.toml") << "twin = \"" << endpoint() << "\"\n[restart]\nfirst_wait_s = 0.05\n"
                                                 << feeds;
    std::vector<std::string> all{test::program("twinfeed"), "all", "--config",
                                 (folder_.path() / "feeds.toml").string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  /// The newest line of --json about this feed.
  static nlohmann::json newest(Process const& process, std::string const& name) {
    std::istringstream lines(process.out());
    auto found = nlohmann::json::object();
    for (std::string line; std::getline(lines, line);) {
      auto const json = nlohmann::json::parse(line, nullptr, false);
      if (!json.is_object()) continue;
      for (auto const& feed : json.at("feeds"))
        if (feed.at("name") == name) found = feed;
    }
    return found;
  }
  std::set<std::string> told(std::string const& entity) {
    std::lock_guard const lock(disk_.mutex);
    std::set<std::string> values;
    for (auto const& batch : disk_.batches)
      for (auto const& o : batch.observations())
        if (o.entity() == entity)
          values.insert(o.sensor().has_text()    ? o.sensor().text()
                        : o.sensor().has_state() ? fmt::format("{} {}", o.sensor().quantity(), o.sensor().state())
                                                 : fmt::format("{} {}", o.sensor().quantity(), o.sensor().number()));
    return values;
  }
  std::set<std::string> sources() {
    std::lock_guard const lock(disk_.mutex);
    std::set<std::string> names;
    for (auto const& batch : disk_.batches)
      names.insert(batch.source());
    return names;
  }

  test::TempFolder folder_;
  TestDisk disk_;
};

constexpr char kShips[] = R"(
[[feed]]
name = "ships"
kind = "synth"
only = "ships"
[[feed]]
name = "cars"
kind = "synth"
only = "road"
)";

TEST_F(AllCommandTest, FeedsTellTheTwinAndAKilledOneComesBack) {
  TestTwin const twin(endpoint(), disk_, milliseconds(20));
  Process all(command(kShips, {"--json"}));
  ASSERT_TRUE(wait_until([&] {
    return sources() == std::set<std::string>{"cars", "ships", "supervisor"};
  })) << all.err();
  ASSERT_TRUE(wait_until([&] { return newest(all, "cars").value("inputs", 0) > 0; })) << all.out();
  auto const before = newest(all, "cars");
  EXPECT_EQ(before.at("state"), "running");
  ::kill(before.at("pid").get<pid_t>(), SIGKILL);
  ASSERT_TRUE(wait_until([&] { return newest(all, "cars").value("restarts", 0) == 1; })) << all.out();
  EXPECT_EQ(newest(all, "ships").at("restarts"), 0);
  // The twin was told of it: the fall, why, and that it runs again.
  ASSERT_TRUE(wait_until([&] { return told("feed:cars").contains("restarts_count 1"); }));
  EXPECT_TRUE(told("feed:cars").contains("feed_state 2"));
  EXPECT_TRUE(told("feed:cars").contains("feed_state 1"));
  EXPECT_TRUE(std::ranges::any_of(told("feed:cars"), [](auto const& text) { return text.starts_with("killed by"); }));
  EXPECT_FALSE(told("feed:ships").contains("feed_state 2"));

  all.signal(SIGTERM);
  EXPECT_EQ(all.wait(std::chrono::seconds(60)), 0) << all.err();
  EXPECT_TRUE(told("feed:ships").contains("feed_state 0"));
  EXPECT_EQ(newest(all, "ships").at("state"), "ended");
}

TEST_F(AllCommandTest, SigtermLeavesNoProcessBehindAlsoWithoutATwin) {
  Process all(command(kShips, {"--json"}));
  ASSERT_TRUE(
      wait_until([&] { return newest(all, "cars").value("pid", 0) > 0 && newest(all, "ships").value("pid", 0) > 0; }));
  auto const cars = newest(all, "cars").at("pid").get<pid_t>(), ships = newest(all, "ships").at("pid").get<pid_t>();
  all.signal(SIGTERM);
  ASSERT_TRUE(all.wait(std::chrono::seconds(60)));
  EXPECT_NE(::kill(cars, 0), 0);
  EXPECT_NE(::kill(ships, 0), 0);
}

TEST_F(AllCommandTest, OneThatCannotStartIsSaidAndTheOthersRun) {
  TestTwin const twin(endpoint(), disk_, milliseconds(20));
  Process all(command(std::string(kShips) + "[[feed]]\nname = \"broken\"\nkind = \"modbus\"\nmap = \"none.toml\"\n"));
  ASSERT_TRUE(wait_until([&] { return all.out().find("start 3)") != std::string::npos; })) << all.out();
  EXPECT_NE(all.err().find("broken: twinfeed modbus: none.toml"), std::string::npos) << all.err();
  EXPECT_NE(all.out().find("broken: exit status 1: twinfeed modbus: none.toml"), std::string::npos) << all.out();
  EXPECT_NE(all.out().find("again in "), std::string::npos);
  EXPECT_NE(all.out().find("cars: running (process "), std::string::npos);
  all.signal(SIGTERM);
  EXPECT_EQ(all.wait(std::chrono::seconds(60)), 0);
}

TEST_F(AllCommandTest, EndsWhenAllHaveEndedAndSaysWhetherOneFailed) {
  TestTwin const twin(endpoint(), disk_, milliseconds(20));
  auto const good = test::run(command("[[feed]]\nname = \"cars\"\nkind = \"synth\"\nseconds = 1\nspeed = 0\n"));
  EXPECT_EQ(good.status, 0) << good.err;
  auto const bad =
      test::run(command("[[feed]]\nname = \"m\"\nkind = \"modbus\"\nmap = \"none.toml\"\nrestart = \"never\"\n"));
  EXPECT_EQ(bad.status, 1);
}

TEST_F(AllCommandTest, AWrongListIsOneLineAndStartsNothing) {
  for (auto const& [feeds, word] : std::map<std::string, std::string>{
           {"[[feed]]\nname = \"a\"\nkind = \"ais\"\nudp = \"127.0.0.1:1\"\nspeeed = 2\n", "'speeed'"},
           {"[[feed]]\nname = \"a\"\nkind = \"ais\"\n", "--udp"},
           {"[[feed]]\nname = \"a\"\nkind = \"v2x\"\nfile = \"x\"\nformat = \"morse\"\n", "morse"},
           {"[[feed]]\nname = \"a\"\nkind = \"all\"\n", "'kind'"}}) {
    auto const ran = test::run(command(feeds));
    EXPECT_EQ(ran.status, 1) << feeds;
    EXPECT_NE(ran.err.find("feeds.toml:"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find(word), std::string::npos) << ran.err;
    EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
    EXPECT_TRUE(ran.out.empty()) << ran.out;
  }
  EXPECT_EQ(test::run({test::program("twinfeed"), "all"}).status, 2);
}

} // namespace
} // namespace dalian::supervise
