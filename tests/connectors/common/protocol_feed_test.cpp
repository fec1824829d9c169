// The loop that drives every protocol, with a feed and a sink made of lists.
#include "connectors/common/protocol_feed.hpp"

#include <sstream>
#include <thread>

#include <gtest/gtest.h>

namespace dalian::connectors {
namespace {

using namespace std::chrono_literals;

struct ListSink final : ObservationSink {
  std::vector<wire::FeedReport> reports;
  unsigned polls = 0;
  void publish(wire::Observation) override {}
  void report(wire::FeedReport r) override { reports.push_back(std::move(r)); }
  void poll() override { ++polls; }
  bool flush(Duration) override { return true; }
};

/// Each step is one good or one bad input; ends after `steps`.
struct CountingFeed final : ProtocolFeed {
  explicit CountingFeed(int n) : steps(n) {}
  int steps;
  FeedCounts made;
  bool step(std::chrono::milliseconds wait) override {
    if (steps-- == 0) return false;
    if (steps % 2 == 0) std::this_thread::sleep_for(wait);
    made.outcomes.add(steps % 3 == 0 ? "too_short" : "decoded");
    return true;
  }
  FeedCounts const& counts() const override { return made; }
  std::string describe() const override { return "list"; }
};

TEST(RunFeed, TheLastReportIsFinishedAndAddsUp) {
  ListSink sink;
  std::ostringstream json;
  CountingFeed feed(9);
  run_feed(feed, "list", {&sink, &json}, [] { return false; });
  ASSERT_EQ(sink.reports.size(), 1U);
  auto const& last = sink.reports.back();
  EXPECT_TRUE(last.finished());
  EXPECT_EQ(last.protocol(), "list");
  EXPECT_EQ(last.inputs(), 9U);
  EXPECT_EQ(last.outcomes().at("decoded"), 6U);
  EXPECT_EQ(last.outcomes().at("too_short"), 3U);
  EXPECT_GE(sink.polls, 3U);
}

TEST(RunFeed, StopsWhenToldAndReportsEverySecond) {
  ListSink sink;
  CountingFeed feed(1000);
  run_feed(feed, "list", {&sink, nullptr}, [&] { return sink.reports.size() == 2; });
  ASSERT_EQ(sink.reports.size(), 3U);
  EXPECT_FALSE(sink.reports[1].finished());
  EXPECT_GT(sink.reports[1].inputs(), sink.reports[0].inputs());
}

} // namespace
} // namespace dalian::connectors
