#include "twin/app/feeds.hpp"

#include "twin/wire/endpoints.hpp"

#include <gtest/gtest.h>

namespace dalian::app {
namespace {

using std::chrono::seconds;

wire::Hello hello(std::string const& source, std::uint64_t epoch) {
  wire::Hello h;
  h.set_source(source);
  h.set_epoch(epoch);
  h.set_schema(wire::kSchema);
  return h;
}

Instant const kStart{seconds(1000)};

TEST(Feeds, AskForAHelloFirst) {
  Feeds feeds;
  EXPECT_EQ(feeds.speaker("c1", "ais", 1, kStart).reject, wire::kHelloFirst);
  EXPECT_EQ(feeds.hello("c1", hello("ais", 1), kStart).refused(), "");
  EXPECT_NE(feeds.speaker("c1", "ais", 1, kStart).feed, nullptr);
}

TEST(Feeds, LetAConnectionSpeakOnlyForWhatItSaid) {
  Feeds feeds;
  feeds.hello("c1", hello("ais", 1), kStart);
  EXPECT_EQ(feeds.speaker("c1", "cars", 1, kStart).reject, "wrong_source");
  EXPECT_EQ(feeds.speaker("c1", "ais", 2, kStart).reject, "wrong_epoch");
}

TEST(Feeds, TheNewestConnectorOfASourceWinsAndTheOtherIsRefused) {
  Feeds feeds;
  feeds.hello("old", hello("ais", 1), kStart);
  EXPECT_EQ(feeds.hello("new", hello("ais", 2), kStart + seconds(1)).refused(), "");
  EXPECT_EQ(feeds.speaker("old", "ais", 1, kStart + seconds(1)).reject, kReplaced);
  EXPECT_EQ(feeds.hello("old again", hello("ais", 1), kStart + seconds(2)).refused(), kReplaced);
  EXPECT_NE(feeds.speaker("new", "ais", 2, kStart + seconds(2)).feed, nullptr);
}

TEST(Feeds, ARefusedConnectorMayReturnWhenTheOtherIsSilent) {
  Feeds feeds;
  feeds.hello("old", hello("ais", 1), kStart);
  feeds.hello("new", hello("ais", 2), kStart);
  EXPECT_EQ(feeds.hello("old", hello("ais", 1), kStart + Feeds::kSilence + seconds(1)).refused(), "");
}

TEST(Feeds, AReconnectedConnectorGoesOnWhereItWas) {
  Feeds feeds;
  feeds.hello("c1", hello("ais", 1), kStart);
  feeds.speaker("c1", "ais", 1, kStart).epoch->taken.take(42);
  EXPECT_EQ(feeds.hello("c2", hello("ais", 1), kStart + seconds(1)).queued_seq(), 42U);
}

wire::Batch recorded(std::string const& source, std::uint64_t epoch, int observations) {
  wire::Batch batch;
  batch.set_source(source);
  batch.set_epoch(epoch);
  batch.set_first_seq(1);
  batch.set_provenance(wire::RECORDED);
  for (int k = 0; k < observations; ++k)
    batch.add_observations();
  return batch;
}

TEST(Feeds, KnowFromHistoryWhatWasTaken) {
  Feeds feeds;
  feeds.recover(recorded("ais", 9, 100));
  EXPECT_EQ(feeds.all().at("ais").provenance, wire::RECORDED);
  auto const grant = feeds.hello("c1", hello("ais", 9), kStart);
  EXPECT_EQ(grant.queued_seq(), 100U);
  EXPECT_EQ(grant.stored_seq(), 100U);
  EXPECT_FALSE(feeds.speaker("c1", "ais", 9, kStart).epoch->taken.take(100));
  EXPECT_TRUE(feeds.speaker("c1", "ais", 9, kStart).epoch->taken.take(101));
}

TEST(Feeds, NeverSayStoredWhatWaitsForTheDisk) {
  Feeds feeds;
  feeds.hello("c1", hello("ais", 1), kStart);
  auto& epoch = *feeds.speaker("c1", "ais", 1, kStart).epoch;
  for (std::uint64_t seq = 1; seq <= 10; ++seq)
    epoch.taken.take(seq);
  epoch.recorded_seq = 9; // 10 was rejected: nothing to store
  EXPECT_EQ(feeds.grant(feeds.all().at("ais")).stored_seq(), 0U);
  feeds.stored("ais", 1, 5);
  EXPECT_EQ(feeds.grant(feeds.all().at("ais")).stored_seq(), 5U);
  feeds.stored("ais", 1, 9);
  EXPECT_EQ(feeds.grant(feeds.all().at("ais")).stored_seq(), 10U);
}

TEST(Feeds, NeverSayStoredBeyondAnEventThatHistoryRefused) {
  Feeds feeds;
  feeds.hello("c1", hello("ais", 1), kStart);
  auto& epoch = *feeds.speaker("c1", "ais", 1, kStart).epoch;
  for (std::uint64_t seq = 1; seq <= 10; ++seq)
    epoch.taken.take(seq);
  epoch.recorded_seq = 10;
  epoch.store_limit = 6;
  feeds.stored("ais", 1, 10);
  EXPECT_EQ(feeds.grant(feeds.all().at("ais")).stored_seq(), 6U);
}

TEST(Feeds, AreBoundedAgainstAFloodOfNames) {
  Feeds feeds;
  for (std::size_t i = 0; i < Feeds::kMaxFeeds; ++i)
    ASSERT_EQ(feeds.hello("c" + std::to_string(i), hello("s" + std::to_string(i), 1), kStart).refused(), "");
  EXPECT_EQ(feeds.hello("one more", hello("other", 1), kStart).refused(), "too many sources");
  for (std::uint64_t epoch = 1; epoch < 100; ++epoch)
    feeds.hello("c1", hello("s1", epoch), kStart);
  EXPECT_EQ(feeds.all().at("s1").epochs.size(), Feeds::kMaxEpochs);
}

TEST(Feeds, GiveCreditOnlyForWhatTheSourceMayStillSend) {
  Feeds feeds({10'000, 0});
  EXPECT_EQ(feeds.hello("c1", hello("ais", 1), kStart).credit(), 10'000U);
  auto& feed = feeds.all().at("ais");
  EXPECT_TRUE(feeds.admit(feed, 8000, 1, kStart));
  feeds.want_grant(feed);
  ASSERT_EQ(feeds.take_due(kStart).size(), 1U);
  EXPECT_EQ(feeds.grant(feed).credit(), 2000U);
  EXPECT_TRUE(feeds.take_due(kStart + std::chrono::milliseconds(100)).empty()); // 1000 more: not worth a word
  auto const due = feeds.take_due(kStart + std::chrono::milliseconds(300));
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(feeds.grant(*due[0]).credit(), 5000U);
  EXPECT_EQ(feeds.take_due(kStart + seconds(10)).size(), 1U);
  EXPECT_EQ(feeds.grant(feed).credit(), 10'000U);
}

TEST(Feeds, RefuseOnlyWhatNoCreditAllowed) {
  Feeds feeds({10'000, 0});
  feeds.hello("c1", hello("ais", 1), kStart);
  auto& feed = feeds.all().at("ais");
  double admitted = 0;
  while (feeds.admit(feed, 100, 1, kStart))
    admitted += 100;
  EXPECT_EQ(admitted, 10'000 + Feeds::kOverdraft);
  EXPECT_EQ(feeds.grant(feed).credit(), 0U);
  EXPECT_TRUE(feeds.admit(feed, 100, 1, kStart + std::chrono::milliseconds(10)));
  EXPECT_FALSE(feeds.admit(feed, 100, 1, kStart + std::chrono::milliseconds(10)));
}

TEST(Feeds, CountBytesToo) {
  Feeds feeds({0, 1 << 20});
  feeds.hello("c1", hello("ais", 1), kStart);
  auto& feed = feeds.all().at("ais");
  feed.received = 100;
  EXPECT_TRUE(feeds.admit(feed, 100, 100'000, kStart));
  EXPECT_EQ(feeds.grant(feed).credit(), ((1U << 20) - 100'000U) / 1000U); // 1000 bytes each so far
  int more = 0;
  while (feeds.admit(feed, 1, 100'000, kStart))
    ++more;
  EXPECT_EQ(more, (static_cast<int>(Feeds::kOverdraftBytes) + (1 << 20) - 100'000) / 100'000);
}

TEST(Feeds, AreFinishedWhenAllThatSaidHelloAre) {
  Feeds feeds;
  EXPECT_FALSE(feeds.all_finished());
  feeds.recover(recorded("yesterday", 1, 5));
  feeds.hello("c1", hello("a", 1), kStart);
  feeds.hello("c2", hello("b", 1), kStart);
  feeds.all().at("a").finished = true;
  EXPECT_FALSE(feeds.all_finished());
  feeds.all().at("b").finished = true;
  EXPECT_TRUE(feeds.all_finished());
}

} // namespace
} // namespace dalian::app
