#include "renderer/workplaces/health_panel.hpp"

#include <gtest/gtest.h>

namespace dalian::workplaces {
namespace {

TEST(FeedLines, SayWhatTheStatusSays) { // the form of docs/status.md
  auto const lines = feed_lines(R"({"schema": 3, "feeds": [
    {"source": "ais-1", "state": "silent", "provenance": "live", "rate_per_s": 0, "silent_s": 12.5,
     "lag_s": {"observations": 10, "p50": 0.4, "p99": 2, "longest": 3, "negative": 0},
     "to_snapshot_s": {"observations": 0, "p50": 0, "p99": 0},
     "observations": {"received": 9, "missing": 2, "rejects": {"bad_time": 3, "bad_latitude": 1}}},
    {"source": "v2x-1", "state": "live", "rate_per_s": 10, "silent_s": null}]})");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].source, "ais-1");
  EXPECT_EQ(lines[0].silent_s, 12.5);
  EXPECT_EQ(lines[0].lag.p50, 0.4);
  EXPECT_EQ(lines[0].lag.p99, 2.0);
  EXPECT_FALSE(lines[0].to_snapshot.p50) << "nothing was measured";
  EXPECT_EQ(lines[0].missing, 2U);
  EXPECT_EQ(lines[0].rejected, 4U);
  EXPECT_EQ(lines[1].rate_per_s, 10);
  EXPECT_FALSE(lines[1].silent_s);
}

TEST(FeedLines, WhatIsNoStatusSaysNothing) {
  for (char const* text : {"", "{", "[]", "{\"feeds\": 3}", "{\"feeds\": [{\"source\": 7}]}",
                           "{\"feeds\": [{\"lag_s\": {\"observations\": \"x\"}}]}"})
    EXPECT_TRUE(feed_lines(text).empty()) << text;
}

TEST(ScreenMeter, CountsEachPictureOfTheTwinOnce) {
  ScreenMeter meter;
  EXPECT_FALSE(meter.spread().p50);
  for (std::uint64_t version = 1; version <= 100; ++version)
    for (int frame = 0; frame < 3; ++frame) // shown again, older
      meter.shown(version, 0.001 * static_cast<double>(version) + frame);
  EXPECT_NEAR(*meter.spread().p50, 0.050, 0.0011);
  EXPECT_NEAR(*meter.spread().p99, 0.099, 0.0011);
}

} // namespace
} // namespace dalian::workplaces
