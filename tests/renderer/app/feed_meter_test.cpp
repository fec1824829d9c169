#include "renderer/app/feed_meter.hpp"

#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

Instant at(double seconds) {
  return parse_utc("2026-09-26T08:40:00Z").value() + from_seconds(seconds);
}

/// `count` ships last seen at `t_s`.
view::CityView view_of(std::uint64_t version, std::uint32_t count, double t_s) {
  std::vector<state::TrackRecord> ships;
  for (std::uint32_t handle = 1; handle <= count; ++handle) {
    state::Track track;
    track.handle = handle;
    track.entity = "mmsi:" + std::to_string(412000000 + handle);
    track.kind = state::Kind::vessel;
    track.has_position = true;
    track.t_obs = track.t_rx = at(t_s);
    track.position = {385e3, 4350e3};
    track.sources = {"ais-test"};
    ships.emplace_back(track);
  }
  auto snapshot = std::make_shared<state::Snapshot>(state::apply({}, std::move(ships), {}));
  snapshot->version = version;
  snapshot->time = at(t_s);
  return view::CityView(snapshot);
}

TEST(FeedMeter, CountsUpdatesPerSecondAndAge) {
  FeedMeter meter;
  for (int i = 0; i <= 10; ++i)
    meter.update(view_of(static_cast<std::uint64_t>(i) + 1, 4, i), 100 + i); // four ships a second
  FeedState const state = meter.state(at(10.8));
  EXPECT_EQ(state.movers, 4U);
  EXPECT_NEAR(state.updates_per_s, 4, 1);
  EXPECT_NEAR(state.age_s, 0.8, 1e-6);
  EXPECT_EQ(state.source, "ais-test");
}

TEST(FeedMeter, WhatWasThereBeforeIsNoRateAndSilenceCountsDown) {
  FeedMeter meter;
  auto const view = view_of(1, 50, 0);
  meter.update(view, 100);
  EXPECT_EQ(meter.state(at(0)).updates_per_s, 0);
  meter.update(view_of(2, 50, 1), 101);
  EXPECT_GT(meter.state(at(1)).updates_per_s, 0);
  for (int i = 2; i < 12; ++i)
    meter.update(view_of(2, 50, 1), 100 + i);
  EXPECT_EQ(meter.state(at(12)).updates_per_s, 0);
  EXPECT_NEAR(meter.state(at(12)).age_s, 11, 1e-6);
}

TEST(FeedMeter, AnEmptyTwinHasNoSource) {
  FeedMeter meter;
  meter.update(view_of(1, 0, 0), 1);
  EXPECT_EQ(meter.state(at(0)).movers, 0U);
  EXPECT_EQ(meter.state(at(0)).source, "");
}

} // namespace
} // namespace dalian::viewer
