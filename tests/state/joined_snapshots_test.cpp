#include "twin/state/joined_snapshots.hpp"

#include <gtest/gtest.h>
#include <map>
#include <random>

namespace dalian::state {
namespace {

using std::chrono::seconds;

Track track(std::uint32_t handle, std::string const& entity, int t_s = 0) {
  Track t;
  t.handle = handle;
  t.entity = entity;
  t.t_obs = Instant{seconds(t_s)};
  return t;
}

std::shared_ptr<Snapshot const> shot(std::uint64_t run, std::vector<Track> const& tracks, int t_s = 0) {
  Snapshot base;
  base.run = run;
  base.time = Instant{seconds(t_s)};
  return std::make_shared<Snapshot const>(apply(base, {tracks.begin(), tracks.end()}, {}));
}

std::map<std::string, Track> by_name(Snapshot const& snapshot) {
  std::map<std::string, Track> all;
  snapshot.for_each([&](TrackView t) {
    EXPECT_TRUE(all.emplace(t.details().entity, Track(t)).second) << t.details().entity << " is there twice";
  });
  return all;
}

TEST(JoinedSnapshots, WhatCrossesTheBorderKeepsItsHandle) {
  JoinedSnapshots city(2, 9);
  EXPECT_EQ(city.put(0, shot(1, {track(5, "car:1", 10), track(6, "car:2", 10)}))->run, 9U);
  auto const handle = by_name(*city.latest()).at("car:1").handle;
  city.put(1, shot(2, {track(1, "car:1", 12), track(2, "car:3", 12)})); // both tell of it: not later by enough
  EXPECT_EQ(by_name(*city.latest()).at("car:1").t_obs, Instant{seconds(10)});
  city.put(1, shot(2, {track(1, "car:1", 13), track(2, "car:3", 12)}));
  EXPECT_EQ(by_name(*city.latest()).at("car:1").t_obs, Instant{seconds(13)});
  city.put(0, shot(1, {track(6, "car:2", 10)})); // the first has forgotten it
  auto const there = by_name(*city.latest());
  EXPECT_EQ(there.size(), 3U);
  EXPECT_EQ(there.at("car:1").handle, handle);
  EXPECT_EQ(city.joined_handle(1, 1), handle);
  EXPECT_EQ(city.joined_handle(0, 5), 0U);
  city.put(1, shot(2, {track(2, "car:3", 12)}));
  EXPECT_FALSE(city.latest()->find(handle));
}

TEST(JoinedSnapshots, ARestartedTwinsThingsKeepTheirHandles) {
  JoinedSnapshots city(2, 9);
  city.put(0, shot(1, {track(5, "car:1"), track(6, "car:2")}));
  auto const before = by_name(*city.latest());
  city.put(0, shot(2, {track(5, "car:2"), track(9, "car:1")})); // another run: its numbers mean other things
  auto const after = by_name(*city.latest());
  ASSERT_EQ(after.size(), 2U);
  for (auto const& [name, track] : after)
    EXPECT_EQ(track.handle, before.at(name).handle) << name;
}

TEST(JoinedSnapshots, PlotsOfTwoTwinsAreTwoThings) {
  JoinedSnapshots city(2, 9);
  auto plot = track(1, "plot:radar:1");
  plot.kind = Kind::unidentified;
  city.put(0, shot(1, {plot}));
  city.put(1, shot(2, {plot}));
  int n = 0;
  city.latest()->for_each([&](TrackView) { ++n; });
  EXPECT_EQ(n, 2);
}

TEST(JoinedSnapshots, TimeIsThatOfTheTwinThatIsFarthest) {
  JoinedSnapshots city(2, 9);
  city.put(0, shot(1, {}, 20));
  EXPECT_EQ(city.put(1, shot(2, {}, 10))->time, Instant{seconds(20)});
  EXPECT_EQ(city.latest()->version, 2U);
}

/// Against the same said slowly: of every name the twin that is shown, by the rule in the header.
TEST(JoinedSnapshots, EqualsBruteForceOverRandomPublications) {
  std::uint32_t const seed = 31;
  std::mt19937 random(seed);
  JoinedSnapshots city(3, 9);
  std::array<std::shared_ptr<Snapshot const>, 3> twins{shot(1, {}), shot(2, {}), shot(3, {})};
  std::map<std::string, std::size_t> shown;
  for (int step = 0; step < 600; ++step) {
    std::size_t const i = random() % 3;
    Snapshot next = *twins[i];
    if (random() % 40 == 0) next = *shot(random(), {});
    std::vector<TrackRecord> changed;
    std::vector<std::uint32_t> removed;
    for (std::uint32_t handle = 1; handle < 200; ++handle) {
      // The name follows from handle and run, as in a twin.
      if (auto const draw = random() % 20; draw == 0)
        changed.emplace_back(
            track(handle, "car:" + std::to_string((handle * (1 + next.run % 7)) % 211), random() % 30));
      else if (draw == 1)
        removed.push_back(handle);
    }
    twins[i] = std::make_shared<Snapshot const>(apply(next, std::move(changed), removed));
    auto const joined = by_name(*city.put(i, twins[i]));
    std::map<std::string, std::map<std::size_t, Track>> known;
    for (std::size_t twin = 0; twin < 3; ++twin)
      twins[twin]->for_each([&](TrackView t) { known[t.details().entity].emplace(twin, Track(t)); });
    ASSERT_EQ(joined.size(), known.size()) << "seed " << seed << ", step " << step;
    std::erase_if(shown, [&](auto const& entry) { return !known.contains(entry.first); });
    for (auto const& [name, by_twin] : known) {
      auto newest = by_twin.begin();
      for (auto it = by_twin.begin(); it != by_twin.end(); ++it)
        if (it->second.t_obs > newest->second.t_obs) newest = it;
      auto const [place, fresh] = shown.try_emplace(name, i);
      if (!by_twin.contains(place->second) ||
          newest->second.t_obs - by_twin.at(place->second).t_obs > JoinedSnapshots::kHandover)
        place->second = newest->first;
      auto expected = by_twin.at(place->second);
      expected.handle = joined.at(name).handle;
      ASSERT_EQ(joined.at(name), expected) << name << ", seed " << seed << ", step " << step;
    }
  }
}

} // namespace
} // namespace dalian::state
