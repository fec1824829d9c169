// Real processes: shells that run, end, ignore signals and start others.
#include "connectors/supervise/supervisor.hpp"

#include "tests/support/temp_folder.hpp"
#include "tests/support/wait.hpp"
#include "twin/base/steady_time.hpp"

#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace dalian::supervise {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

ChildPlan shell(std::string name, std::string script, Restart restart = Restart::on_failure, bool serves = false) {
  return {std::move(name), "program", {"sh", "-c", std::move(script)}, serves, restart, ""};
}

class SupervisorTest : public testing::Test {
 protected:
  Supervisor make(std::vector<ChildPlan> children) {
    FeedList list;
    list.children = std::move(children);
    list.restart = {20ms, 30s, 0};
    list.stop_limit = 500ms;
    list.folder = folder_.path();
    return {std::move(list),
            "/bin/false",
            {.line = [this](ChildStatus const& child,
                            std::string_view line) { lines_.push_back(fmt::format("{}: {}", child.name, line)); },
             .changed =
                 [this](ChildStatus const& child) {
                   if (child.state == State::waiting) pauses_[child.name].push_back(child.pause);
                   changes_.push_back(fmt::format("{} {}", child.name, name(child.state)));
                 }}};
  }
  template <class Condition>
  bool turn_until(Supervisor& supervisor, Condition condition) {
    return test::wait_until([&] {
      supervisor.turn(10ms);
      return condition();
    });
  }
  bool said(std::string const& line) const { return std::ranges::count(lines_, line) > 0; }

  test::TempFolder folder_;
  std::vector<std::string> lines_, changes_;
  std::map<std::string, std::vector<Duration>> pauses_;
};

bool exists(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

TEST_F(SupervisorTest, KilledOneComesBackAndTheOthersDoNotNotice) {
  auto supervisor = make({shell("a", "echo here; exec sleep 600"), shell("b", "exec sleep 600")});
  auto const statuses = supervisor.statuses();
  ASSERT_TRUE(turn_until(supervisor, [&] { return said("a: here"); }));
  auto const a = statuses[0]->pid, b = statuses[1]->pid;
  ::kill(a, SIGKILL);
  ASSERT_TRUE(turn_until(supervisor, [&] { return statuses[0]->starts == 2; }));
  EXPECT_EQ(statuses[0]->last_end, "killed by signal 9 (Killed): here");
  EXPECT_EQ(statuses[0]->restarts(), 1U);
  EXPECT_NE(statuses[0]->pid, a);
  EXPECT_EQ(statuses[1]->pid, b);
  EXPECT_EQ(statuses[1]->restarts(), 0U);
  EXPECT_FALSE(exists(a)); // reaped
}

TEST_F(SupervisorTest, OneThatFailsAtOnceIsTriedMoreAndMoreSlowly) {
  auto supervisor = make({shell("bad", "echo no such map >&2; exit 1")});
  ASSERT_TRUE(turn_until(supervisor, [&] { return pauses_["bad"].size() == 5; }));
  EXPECT_EQ(pauses_["bad"], (std::vector<Duration>{20ms, 40ms, 80ms, 160ms, 320ms}));
  EXPECT_EQ(supervisor.statuses()[0]->last_end, "exit status 1: no such map");
  EXPECT_TRUE(supervisor.statuses()[0]->failed);
  EXPECT_FALSE(supervisor.all_ended());
}

TEST_F(SupervisorTest, AProgramThatIsNotThereIsSaid) {
  auto supervisor = make({{"none", "program", {"no-such-program-at-all"}, false, Restart::never, ""}});
  ASSERT_TRUE(turn_until(supervisor, [&] { return supervisor.all_ended(); }));
  EXPECT_EQ(supervisor.statuses()[0]->last_end, "exit status 127: cannot be started: No such file or directory");
}

TEST_F(SupervisorTest, RestartIsAsThePlanSays) {
  auto supervisor = make({shell("done", "exit 0"), shell("never", "exit 1", Restart::never),
                          shell("again", "exit 0", Restart::always), shell("failing", "exit 1")});
  auto const statuses = supervisor.statuses();
  ASSERT_TRUE(turn_until(supervisor, [&] { return statuses[2]->starts > 2 && statuses[3]->starts > 2; }));
  EXPECT_EQ(statuses[0]->starts, 1U);
  EXPECT_EQ(statuses[0]->state, State::ended);
  EXPECT_FALSE(statuses[0]->failed);
  EXPECT_EQ(statuses[1]->starts, 1U);
  EXPECT_TRUE(statuses[1]->failed);
}

TEST_F(SupervisorTest, FeedsWaitUntilEveryServerHasSaidThatItIsReady) {
  auto quick = shell("quick", "echo here I am; exec sleep 600", Restart::on_failure, true);
  auto slow = shell("slow", "while [ ! -e go ]; do sleep 0.01; done; echo now ready too; exec sleep 600",
                    Restart::on_failure, true);
  quick.ready = "here";
  slow.ready = "ready";
  auto supervisor = make({quick, slow, shell("feed", "exec sleep 600")});
  auto const statuses = supervisor.statuses();
  ASSERT_TRUE(turn_until(supervisor, [&] { return said("quick: here I am"); }));
  for (int i = 0; i < 5; ++i)
    supervisor.turn(10ms);
  EXPECT_EQ(statuses[2]->starts, 0U);
  std::ofstream(folder_.path() / "go") << "go";
  EXPECT_TRUE(turn_until(supervisor, [&] { return statuses[2]->starts == 1; }));
  EXPECT_TRUE(said("slow: now ready too"));
  supervisor.stop();
}

TEST_F(SupervisorTest, AServerThatNeverSaysSoOrIsOverHoldsFeedsUpNoLonger) {
  auto mute = shell("mute", "exec sleep 600", Restart::on_failure, true);
  auto over = shell("over", "exit 1", Restart::never, true);
  mute.ready = over.ready = "ready";
  FeedList list;
  list.children = {over, shell("feed", "exec sleep 600")};
  list.folder = folder_.path();
  Supervisor first(list, "/bin/false", {.line = [](auto&&...) {}, .changed = [](auto&&...) {}});
  EXPECT_TRUE(turn_until(first, [&] { return first.statuses()[1]->starts == 1; }));
  first.stop();
  list.children[0] = mute;
  list.ready_limit = 100ms;
  Supervisor second(list, "/bin/false", {.line = [](auto&&...) {}, .changed = [](auto&&...) {}});
  EXPECT_TRUE(turn_until(second, [&] { return second.statuses()[1]->starts == 1; }));
  second.stop();
}

TEST_F(SupervisorTest, StopAsksFeedsFirstThenServersAndKillsWhoDoesNotGo) {
  // Each writes when it was asked; `deaf` never goes, nor does what it started.
  auto const goes = [&](char const* who) {
    return fmt::format("trap 'echo {0} >> order; exit 0' TERM; echo up; while :; do sleep 0.01; done", who);
  };
  auto supervisor = make({shell("server", goes("server"), Restart::on_failure, true), shell("feed", goes("feed")),
                          shell("deaf", "trap '' TERM; sleep 600 & echo $!; wait; wait; sleep 600")});
  auto const statuses = supervisor.statuses();
  ASSERT_TRUE(turn_until(supervisor, [&] { return lines_.size() >= 3; }));
  pid_t grandchild = 0;
  for (auto const& line : lines_)
    if (line.starts_with("deaf: ")) grandchild = std::stoi(line.substr(6));
  ASSERT_GT(grandchild, 0);
  auto const begun = steady_now();
  supervisor.stop();
  EXPECT_LT(to_seconds(steady_now() - begun), 60);
  EXPECT_TRUE(supervisor.all_ended());
  EXPECT_EQ(statuses[0]->last_end, "ended");
  EXPECT_EQ(statuses[2]->last_end.substr(0, 18), "killed by signal 9");
  std::ifstream order(folder_.path() / "order");
  std::string first, second;
  order >> first >> second;
  EXPECT_EQ(first + " " + second, "feed server");
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1); // no child is left, not even a zombie
  EXPECT_TRUE(test::wait_until([&] {              // it is init's now: gone, or dead and not yet reaped
    std::ifstream stat(fmt::format("/proc/{}/stat", grandchild));
    std::string number, name, state;
    return !(stat >> number >> name >> state) || state == "Z";
  }));
}

TEST_F(SupervisorTest, WhatComesWithoutAnEndOfLineOrNeverEndsIsBounded) {
  auto supervisor = make({shell("talk", "printf 'half a line'; exit 0"),
                          shell("flood", "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo end", Restart::never)});
  ASSERT_TRUE(turn_until(supervisor, [&] { return supervisor.all_ended() && said("flood: end"); }));
  EXPECT_TRUE(said("talk: half a line"));
  for (auto const& line : lines_)
    EXPECT_LE(line.size(), 1100U);
}

TEST_F(SupervisorTest, ChildrenDieWithTheirSupervisor) {
  auto const pid = ::fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    auto supervisor = make({shell("a", "echo $$ > pid; exec sleep 600")});
    for (;;)
      supervisor.turn(10ms);
  }
  pid_t child = 0;
  ASSERT_TRUE(test::wait_until([&] { return static_cast<bool>(std::ifstream(folder_.path() / "pid") >> child); }));
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  EXPECT_TRUE(test::wait_until([&] {
    std::ifstream stat(fmt::format("/proc/{}/stat", child));
    std::string number, name, state;
    return !(stat >> number >> name >> state) || state == "Z";
  }));
}

} // namespace
} // namespace dalian::supervise
