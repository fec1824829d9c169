// The whole connector with a real HTTP server: what comes, what is unchanged, what is rejected.
#include "connectors/gtfs/feed.hpp"

#include "tests/connectors/gtfs/small_city.hpp"
#include "twin/http/server.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <sstream>

namespace dalian::gtfs {
namespace {

using namespace std::chrono_literals;

struct ListSink final : connectors::ObservationSink {
  std::vector<wire::Observation> all;
  void publish(wire::Observation o) override { all.push_back(std::move(o)); }
  void report(wire::FeedReport) override {}
  void poll() override {}
  bool flush(Duration) override { return true; }
};

class GtfsFeed : public ::testing::Test {
 protected:
  GtfsFeed() {
    ::setenv("no_proxy", "*", 1);
    server = std::move(http::Server::open({}, [this](http::Request const&) {
               return http::Response{200, "application/x-protobuf", document, {}};
             })).value();
  }

  Feed open(unsigned addresses = 1) {
    std::vector<std::unique_ptr<connectors::DocumentSource>> sources;
    for (unsigned i = 0; i < addresses; ++i)
      sources.push_back(connectors::poll_document({.url = server->url()}, 1ms).value());
    FeedOptions options{.schedule = &city, .convert = {}};
    options.note = [this](std::string const& text) { notes.push_back(text); };
    return Feed(std::move(sources), std::move(options), clock, {&sink, &json});
  }
  /// Steps until one more document has its outcome.
  static void step(Feed& feed) {
    for (auto const n = feed.counts().inputs(); feed.counts().inputs() == n;)
      feed.step(20ms);
  }

  Schedule const city = test::small_city();
  ManualClock clock{from_unix_ns((test::kNow_s + 3) * 1'000'000'000)};
  std::string document = test::good_feed().SerializeAsString();
  std::unique_ptr<http::Server> server;
  ListSink sink;
  std::ostringstream json;
  std::vector<std::string> notes;
};

TEST_F(GtfsFeed, EveryDocumentHasOneOutcome) {
  auto feed = open();
  step(feed);
  auto const told = sink.all.size();
  EXPECT_GT(told, 3U);
  step(feed);
  document = "garbage";
  step(feed);
  document = "";
  step(feed);
  auto old = test::good_feed();
  old.mutable_header()->set_timestamp(test::kNow_s - 60);
  document = old.SerializeAsString();
  step(feed);
  auto next = test::good_feed();
  next.mutable_header()->set_timestamp(test::kNow_s + 1);
  test::vehicle_of(next).set_timestamp(test::kNow_s + 1);
  test::vehicle_of(next).mutable_position()->set_bearing(700);
  document = next.SerializeAsString();
  step(feed);

  auto const& outcomes = feed.counts().outcomes;
  EXPECT_EQ(outcomes.get("decoded"), 2U);
  EXPECT_EQ(outcomes.get("unchanged"), 1U);
  EXPECT_EQ(outcomes.get("older_than_last"), 1U);
  EXPECT_EQ(outcomes.get("empty"), 1U);
  EXPECT_EQ(outcomes.get("malformed") + outcomes.get("missing_field"), 1U);
  EXPECT_EQ(feed.counts().inputs(), 6U);
  EXPECT_EQ(feed.counts().details.get("rule_E018"), 1U);
  EXPECT_EQ(feed.counts().details.get("rule_E027"), 1U);
  EXPECT_EQ(feed.counts().details.get("observations"), sink.all.size());
  EXPECT_GT(sink.all.size(), told);
  std::string const text = json.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST_F(GtfsFeed, ABrokenRuleIsNotedOnceWithItsFirstEntity) {
  auto bad = test::good_feed();
  test::vehicle_of(bad).mutable_position()->set_bearing(700);
  document = bad.SerializeAsString();
  auto feed = open(2);
  step(feed);
  step(feed);
  EXPECT_EQ(feed.counts().details.get("rule_E027"), 2U);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0], "E027: the bearing is not within 0…360, first in entity v");
}

} // namespace
} // namespace dalian::gtfs
