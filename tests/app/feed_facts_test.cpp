#include "twin/app/feed_facts.hpp"

#include "twin/wire/endpoints.hpp"

#include <gtest/gtest.h>

namespace dalian::app {
namespace {

Instant const kStart{std::chrono::seconds(1000)};

TEST(FeedFacts, OfManyFeedsTellTheWorstFirstAndTheSumsOfAll) {
  Feeds feeds;
  fusion::Fusion const fusion;
  Instant const now = kStart + Feeds::kSilence;
  for (int i = 100; i < 400; ++i) {
    std::string const name = "s" + std::to_string(i);
    wire::Hello hello;
    hello.set_source(name);
    hello.set_epoch(1);
    hello.set_schema(wire::kSchema);
    feeds.hello(name, hello, name == "s250" ? kStart : now);
    feeds.all().at(name).received = 10;
  }
  feeds.all().at("s300").missing = 3;
  feeds.all().at("s301").rejects.add("bad_latitude", 4);
  auto const told = feed_facts(feeds, fusion, now, 4);
  std::vector<std::string> names;
  for (FeedFacts const& f : told)
    names.push_back(f.source);
  EXPECT_EQ(names, (std::vector<std::string>{"s250", "s301", "s300", "s100"}));
  auto const totals = feed_totals(feeds, now);
  EXPECT_EQ(totals.feeds, 300U);
  EXPECT_EQ(totals.received, 3000U);
  EXPECT_EQ(totals.missing, 3U);
  EXPECT_EQ(totals.rejected, 4U);
  EXPECT_EQ(totals.by_state.get("silent"), 1U);
  EXPECT_EQ(feed_facts(feeds, fusion, now, 300).front().source, "s100") << "by name when all are told";
}

} // namespace
} // namespace dalian::app
