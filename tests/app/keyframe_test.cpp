#include "twin/app/keyframe.hpp"

#include <gtest/gtest.h>

#include <random>

namespace dalian::app {
namespace {

wire::Batch batch(std::string const& source, std::uint64_t epoch, std::uint64_t first, int n) {
  wire::Batch b;
  b.set_source(source);
  b.set_epoch(epoch);
  b.set_first_seq(first);
  b.set_provenance(wire::LIVE);
  for (int i = 0; i < n; ++i)
    b.add_observations();
  return b;
}

TEST(Keyframe, BringsBackWhichNumbersWereTaken) {
  std::uint32_t const seed = 11;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Feeds feeds;
  for (int i = 0; i < 300; ++i)
    feeds.recover(batch(random() % 2 == 0 ? "ais" : "v2x", 1 + random() % 3, 1 + random() % 9000,
                        1 + static_cast<int>(random() % 50)));
  wire::FeedReport report;
  report.set_source("ais");
  report.set_inputs(7);
  report.set_finished(true);
  feeds.recover(report);
  KeyframeState state;
  add_feeds(feeds, state);
  KeyframeState back;
  ASSERT_TRUE(back.ParseFromString(state.SerializeAsString()));
  Feeds other;
  take_feeds(back, other);
  ASSERT_EQ(other.all().size(), 2U);
  for (auto& [source, feed] : feeds.all()) {
    auto& copy = other.all().at(source);
    EXPECT_EQ(copy.accepted, feed.accepted);
    EXPECT_EQ(copy.provenance, feed.provenance);
    EXPECT_EQ(copy.report.inputs(), feed.report.inputs());
    EXPECT_EQ(copy.finished, feed.finished);
    ASSERT_EQ(copy.epochs.size(), feed.epochs.size());
    for (std::size_t e = 0; e < feed.epochs.size(); ++e) {
      EXPECT_EQ(copy.epochs[e].stored_seq, feed.epochs[e].recorded_seq);
      for (std::uint64_t seq = 1; seq < 9100; ++seq)
        ASSERT_EQ(copy.epochs[e].taken.take(seq), feed.epochs[e].taken.take(seq)) << source << ' ' << seq;
    }
  }
}

TEST(Keyframe, WhatNoTwinWritesDoesNoHarm) {
  KeyframeState state;
  for (std::size_t i = 0; i < Feeds::kMaxFeeds + 100; ++i) {
    auto& feed = *state.add_feeds();
    feed.set_source("s" + std::to_string(i));
    for (int e = 0; i < 10 && e < 40; ++e)
      feed.add_epochs()->mutable_taken()->Resize(1000, ~std::uint64_t{0});
  }
  Feeds feeds;
  take_feeds(state, feeds);
  EXPECT_EQ(feeds.all().size(), Feeds::kMaxFeeds);
  EXPECT_EQ(feeds.all().begin()->second.epochs.size(), Feeds::kMaxEpochs);
}

TEST(Keyframe, BytesAreThoseOfTheMessageAndComeApartAgain) {
  KeyframeState state;
  state.add_feeds()->set_source("ais");
  for (std::size_t const size : {0U, 1U, 127U, 128U, 100'000U}) {
    state.set_fusion(std::string(size, 'x'));
    KeyframeState feeds = state;
    feeds.clear_fusion();
    std::string const bytes = keyframe_bytes(feeds, state.fusion());
    EXPECT_TRUE(size == 0 || bytes == state.SerializeAsString()) << size; // an empty field is left out
    auto const parts = keyframe_parts(bytes);
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->fusion, state.fusion());
    EXPECT_EQ(parts->feeds.feeds(0).source(), "ais");
    EXPECT_FALSE(keyframe_parts(std::string_view(bytes).substr(0, size / 2)));
  }
  EXPECT_FALSE(keyframe_parts("no keyframe at all"));
}

TEST(Keyframe, HashStandsInFilesAndNeverChanges) {
  // FNV-1a by words of eight bytes with a shift, worked out apart from this program.
  EXPECT_EQ(hash_of(""), 0xcbf29ce484222325U);
  EXPECT_EQ(hash_of("12345678"), 0x49f25e4c6292e0e5U);
  EXPECT_EQ(hash_of("The quick brown fox jumps"), 0x16253cb93b788e80U);
}

TEST(Keyframe, HashTellsLengthAndEveryByte) {
  EXPECT_NE(hash_of(""), hash_of(std::string(1, '\0')));
  EXPECT_NE(hash_of(std::string(8, '\0')), hash_of(std::string(9, '\0')));
  std::string const text(41, 'x');
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = 'y';
    EXPECT_NE(hash_of(other), hash_of(text)) << i;
  }
}

} // namespace
} // namespace dalian::app
