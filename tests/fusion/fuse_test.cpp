#include "twin/fusion/fuse.hpp"

#include "tests/fusion/random_log.hpp"
#include "twin/fusion/entity_hash.hpp"
#include "twin/fusion/state_hash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace dalian::fusion {
namespace {

state::Track only_track(Fusion const& fusion) {
  state::Track result;
  fusion.for_each([&](state::TrackView track) { result = state::Track(track); });
  EXPECT_EQ(fusion.track_count(), 1U);
  return result;
}

TEST(Fuse, AReplayOfTheLogGivesTheSameHashAtEveryStep) {
  auto const log = random_log(3, 300);
  Fusion live;
  std::vector<std::uint64_t> hashes;
  for (auto const& entry : log) {
    live.take(entry.t_twin, entry.batch);
    if (hashes.size() % 7 == 0) (void)live.take_changes(); // publishing does not touch the state
    hashes.push_back(state_hash(live));
  }
  Fusion replay;
  for (std::size_t i = 0; i < log.size(); ++i) {
    wire::Batch stored; // as it comes back from disk
    ASSERT_TRUE(stored.ParseFromString(log[i].batch.SerializeAsString()));
    replay.take(log[i].t_twin, stored);
    ASSERT_EQ(state_hash(replay), hashes[i]) << "entry " << i;
  }
}

TEST(Fuse, OutcomesOfEachSourceSumUpToWhatWasTaken) {
  Fusion fusion;
  std::map<std::string, std::uint64_t> taken;
  for (auto const& entry : random_log(4, 200)) {
    fusion.take(entry.t_twin, entry.batch);
    taken[entry.batch.source()] += static_cast<std::uint64_t>(entry.batch.observations_size());
  }
  auto const outcomes = fusion.outcomes();
  ASSERT_EQ(outcomes.size(), taken.size());
  for (auto const& [source, counters] : outcomes) {
    EXPECT_EQ(counters.sum(), taken[source]);
    for (auto const* name : {"used", "used_late", "too_late", "future", "invalid_fix", "empty"})
      EXPECT_GT(counters.get(name), 0U) << source << ' ' << name;
  }
}

TEST(Fuse, ChangesAddUpToTheState) {
  Fusion fusion;
  std::map<std::uint32_t, state::Track> mirror;
  auto const log = random_log(5, 400);
  for (std::size_t i = 0; i < log.size(); ++i) {
    fusion.take(log[i].t_twin + (i > 200 ? std::chrono::minutes(2) : std::chrono::minutes(0)), log[i].batch);
    if (i % 13 != 0) continue;
    auto const changes = fusion.take_changes();
    EXPECT_TRUE(std::is_sorted(changes.changed.begin(), changes.changed.end(),
                               [](auto const& a, auto const& b) { return a.motion.handle < b.motion.handle; }));
    for (auto const& track : changes.changed)
      mirror[track.motion.handle] = state::Track(state::TrackView(track));
    for (auto const handle : changes.removed)
      mirror.erase(handle);
    std::size_t seen = 0;
    fusion.for_each([&](state::TrackView track) {
      ASSERT_TRUE(mirror.contains(track->handle));
      ASSERT_TRUE(mirror[track->handle] == state::Track(track));
      ++seen;
    });
    ASSERT_EQ(seen, mirror.size()) << "entry " << i;
  }
}

TEST(Fuse, ArrivalInAnyOrderWithinFiveSecondsChangesNothing) {
  std::mt19937_64 random(6);
  std::uniform_real_distribution<double> uniform(0, 1);
  struct Arrival {
    double when;
    wire::Observation o;
  };
  std::vector<Arrival> arrivals;
  for (int id = 0; id < 20; ++id) {
    double const interval = 0.1 + 0.2 * id;
    for (double t = 0.001 * id; t < 60; t += interval) {
      auto o = fix("car:" + std::to_string(id), t, {400000 + 12 * t, 4300000.0 + 3 * uniform(random)},
                   wire::ROAD_VEHICLE, 3);
      o.mutable_fix()->set_speed_mps(12);
      o.mutable_fix()->set_course_deg(89);
      if (uniform(random) < 0.1) o.mutable_road_vehicle()->set_mode(static_cast<unsigned>(random() % 3));
      arrivals.push_back({t < 1 ? t : t + 4.9 * uniform(random), o});
    }
  }
  auto const fuse = [&] {
    Fusion fusion;
    for (auto const& a : arrivals)
      fusion.take(at(a.when), batch("obu", {a.o}));
    std::map<std::string, state::Track> tracks;
    fusion.for_each([&](state::TrackView view) {
      state::Track track(view);
      track.handle = 0; // by first appearance, so these differ
      tracks[track.entity] = track;
    });
    return tracks;
  };
  auto const by = [&](auto key) {
    std::stable_sort(arrivals.begin(), arrivals.end(), [&](auto const& a, auto const& b) { return key(a) < key(b); });
  };
  by([](Arrival const& a) { return a.o.t_obs(); });
  auto const in_order = fuse();
  by([](Arrival const& a) { return a.when; });
  auto const permuted = fuse();
  ASSERT_EQ(in_order.size(), 20U);
  for (auto const& [entity, track] : in_order)
    EXPECT_TRUE(track == permuted.at(entity)) << entity << ", seed 6";
}

TEST(Fuse, HandlesTellThePartitionAndAreNeverReused) {
  Fusion fusion;
  fusion.take(at(0),
              batch("obu", {fix("car:b", 0, kPort, wire::ROAD_VEHICLE), fix("car:a", 0, kPort, wire::ROAD_VEHICLE)}));
  auto const handle = [](std::string const& id, std::uint32_t number) {
    return number * kHandleStride + partition_of(entity_hash(id));
  };
  auto changes = fusion.take_changes();
  ASSERT_EQ(changes.changed.size(), 2U);
  for (auto const& record : changes.changed)
    EXPECT_EQ(record.motion.handle, handle(record.details->entity, 1));
  fusion.advance(at(60));
  EXPECT_EQ(fusion.track_count(), 2U);
  fusion.advance(at(60.001));
  EXPECT_EQ(fusion.track_count(), 0U);
  EXPECT_EQ(fusion.take_changes().removed.size(), 2U);
  fusion.take(at(61), batch("obu", {fix("car:a", 61, kPort, wire::ROAD_VEHICLE)}));
  EXPECT_EQ(only_track(fusion).handle, handle("car:a", 2));
}

TEST(Fuse, AnOldFirstObservationIsAcceptedUnlessItsTrackWouldEndAtOnce) {
  Fusion fusion;
  fusion.take(at(3000), batch("ais", {fix("mmsi:1", 3000 - 1700, kPort), fix("mmsi:2", 3000 - 1801, kPort)}));
  EXPECT_EQ(only_track(fusion).t_obs, at(1300));
  EXPECT_EQ(fusion.outcomes()["ais"].get("expired"), 1U);
}

TEST(Fuse, StaticDataAloneMakesATrackWithoutPosition) {
  Fusion fusion;
  auto o = observation("mmsi:1", 0);
  o.mutable_vessel_static()->set_name("LONG RUN");
  fusion.take(at(0), batch("ais", {o}));
  auto track = only_track(fusion);
  EXPECT_FALSE(track.has_position);
  EXPECT_EQ(track.vessel->name, "LONG RUN");
  EXPECT_EQ(track.provenance, Provenance::synthetic);
  EXPECT_EQ(track.t_obs, at(0));
  fusion.take(at(6), batch("ais", {fix("mmsi:1", 5, kPort)}));
  o.set_t_obs(wire_time(at(6)));
  fusion.take(at(6), batch("ais", {o}));
  track = only_track(fusion);
  EXPECT_TRUE(track.has_position);
  EXPECT_EQ(track.t_obs, at(5)) << "the time of the position, not of newer static data";
  EXPECT_EQ(track.updates, 3U);
  EXPECT_NEAR(track.position.east_m, kPort.east_m, 0.001);
}

TEST(Fuse, SourcesAreListedNewestFirst) {
  Fusion fusion;
  fusion.take(at(0), batch("radio", {fix("mmsi:1", 0, kPort)}));
  fusion.take(at(1), batch("satellite", {fix("mmsi:1", 1, kPort)}));
  EXPECT_EQ(sources_newest_first(only_track(fusion)), (std::vector<std::string>{"satellite", "radio"}));
  fusion.take(at(2), batch("radio", {fix("mmsi:1", 2, kPort)}));
  EXPECT_EQ(sources_newest_first(only_track(fusion)), (std::vector<std::string>{"radio", "satellite"}));
}

TEST(Fuse, TheClockMayBeSetBack) {
  Fusion fusion;
  fusion.take(at(1e8), batch("ais", {fix("mmsi:1", 1e8, kPort)})); // three years ahead by mistake
  fusion.take(at(0), batch("ais", {fix("mmsi:2", 0, kPort)}));
  EXPECT_EQ(fusion.track_count(), 2U);
  fusion.take(at(1), batch("ais", {fix("mmsi:2", 1, kPort)}));
  EXPECT_EQ(fusion.outcomes()["ais"].get("used"), 3U);
}

} // namespace
} // namespace dalian::fusion
