// Things without names through the whole of fusion: scans in batches, tracks, named ones that they go with, saved
// states.
#include "tests/fusion/observations.hpp"
#include "tests/support/plot_scenes.hpp"
#include "twin/fusion/entity_hash.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/fusion/plot_pairing.hpp"
#include "twin/fusion/saved_state.hpp"
#include "twin/fusion/state_hash.hpp"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <random>

namespace dalian::fusion {
namespace {

constexpr std::uint32_t kSeed = 77;

struct Entry {
  Instant t_twin;
  wire::Batch batch;
};

wire::Observation detection(std::string const& sensor, double t_s, std::uint64_t scan, MapPoint p, bool last = false) {
  auto o = fix(sensor, t_s, p, wire::UNIDENTIFIED, 8);
  o.mutable_detection()->set_scan(scan);
  o.mutable_detection()->set_last(last);
  o.mutable_detection()->set_looks_like(wire::VESSEL);
  return o;
}

wire::Observation coverage(std::string const& sensor, MapPoint place, float range_m) {
  auto o = fix(sensor, 0, place, wire::UNIDENTIFIED);
  o.mutable_coverage()->set_range_m(range_m);
  o.mutable_coverage()->set_detection_probability(0.9F);
  o.mutable_coverage()->set_clutter_per_km2(0.01F);
  return o;
}

std::vector<state::Track> tracks(Fusion const& fusion) {
  std::vector<state::Track> all;
  fusion.for_each([&](state::TrackView t) { all.push_back(static_cast<state::Track>(t)); });
  return all;
}

MapPoint ship(double t) {
  return {kPort.east_m + 5 * t, kPort.north_m + 2 * t};
}

/// A radar that turns in 3 s and sees a ship from 0 to `end_s`.
void watch(Fusion& fusion, double begin_s, double end_s, std::string const& source = "radar") {
  for (double t = begin_s; t < end_s; t += 3)
    fusion.take(at(t + 0.1), batch(source, {detection("radar:1", t, static_cast<std::uint64_t>(t), ship(t), true)}));
}

TEST(PlotFusion, WhatARadarSeesBecomesATrackWithoutAName) {
  Fusion fusion;
  fusion.take(at(0), batch("radar", {coverage("radar:1", kPort, 20'000)}));
  watch(fusion, 1, 7);
  EXPECT_EQ(fusion.track_count(), 0); // two hits do not make a track
  watch(fusion, 7, 61);
  ASSERT_EQ(fusion.track_count(), 1);
  auto const changes = fusion.take_changes();
  ASSERT_EQ(changes.changed.size(), 1);
  auto const track = tracks(fusion)[0];
  EXPECT_EQ(track.entity, "plot:radar:1:1");
  EXPECT_EQ(track.kind, state::Kind::unidentified);
  EXPECT_EQ(track.life, state::Life::live);
  EXPECT_EQ(track.provenance, Provenance::synthetic);
  EXPECT_EQ(track.sources, std::vector<std::string>{"radar"});
  EXPECT_EQ(track.updates, 20);
  EXPECT_LT(distance_m(track.position, ship(58)), 3);
  EXPECT_NEAR(track.velocity_east_mps, 5, 0.2);
  EXPECT_EQ(track.t_obs, at(58));
  EXPECT_EQ(fusion.outcomes()["radar"].get("used"), 21);
  fusion.take(at(62), batch("radar", {[] { // a turn that sees nothing
                              auto o = detection("radar:1", 61, 61, {}, true);
                              o.clear_fix();
                              return o;
                            }()}));
  EXPECT_EQ(tracks(fusion)[0].life, state::Life::stale);
  fusion.advance(at(125)); // sixty seconds after its last detection
  EXPECT_EQ(fusion.track_count(), 0);
  EXPECT_EQ(fusion.take_changes().removed, std::vector{track.handle});
}

TEST(PlotFusion, AScanInManyBatchesIsOneScan) {
  Fusion fusion;
  for (int scan = 1; scan <= 4; ++scan) {
    double const t = 3.0 * scan;
    for (int k = 0; k < 3; ++k) // three ships, one batch each; the end is not said
      fusion.take(at(t + 0.1 * k), batch("radar", {detection("radar:1", t, static_cast<std::uint64_t>(scan),
                                                             {kPort.east_m + 900.0 * k, kPort.north_m})}));
  }
  EXPECT_EQ(fusion.track_count(), 3); // the third scan is whole: the fourth has begun
  EXPECT_EQ(tracks(fusion)[0].updates, 3);
  fusion.advance(at(13.1)); // the fourth is, a second after its first detection
  EXPECT_EQ(tracks(fusion)[0].updates, 4);
  fusion.take(at(13.2), batch("radar", {detection("radar:1", 12, 4, kPort)}));
  EXPECT_EQ(fusion.outcomes()["radar"].get("too_late"), 1);
}

TEST(PlotFusion, ARadarPlotAndAnAisTrackOfOneShipBecomeOne) {
  Fusion fusion, ais_only;
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> error(0, 8);
  bool shown_alone = false;
  std::vector<std::uint32_t> removed;
  for (double t = 1; t < 120; t += 3) {
    MapPoint const p = ship(t);
    fusion.take(at(t + 0.1), batch("radar", {detection("radar:1", t, static_cast<std::uint64_t>(t),
                                                       {p.east_m + error(random), p.north_m + error(random)}, true)}));
    if (t < 70 && static_cast<int>(t) % 10 < 3) { // AIS about each 10 s, then nothing more
      auto const ais = batch("ais", {fix("mmsi:412000001", t, {p.east_m + error(random), p.north_m + error(random)})});
      fusion.take(at(t + 0.2), ais);
      ais_only.take(at(t + 0.2), ais);
    }
    for (auto const& track : tracks(fusion))
      shown_alone = shown_alone || track.kind == state::Kind::unidentified;
    auto const changes = fusion.take_changes();
    removed.insert(removed.end(), changes.removed.begin(), changes.removed.end());
  }
  EXPECT_TRUE(shown_alone);
  EXPECT_EQ(removed.size(), 1); // then it goes with the ship
  ASSERT_EQ(fusion.track_count(), 1);
  auto const track = tracks(fusion)[0];
  EXPECT_EQ(track.entity, "mmsi:412000001");
  EXPECT_EQ(track.kind, state::Kind::vessel);
  EXPECT_EQ(track.sources, (std::vector<std::string>{"ais", "radar"}));
  EXPECT_EQ(track.sources[track.newest_source], "radar");
  EXPECT_EQ(track.t_obs, at(118));         // of the radar
  auto const silent = tracks(ais_only)[0]; // what AIS alone would say of now
  auto const alone = carried(silent, to_seconds(track.t_obs - silent.t_obs),
                             default_parameters().of(state::Kind::vessel).turning_noise_m2ps3);
  EXPECT_LT(track.covariance[0], 0.6 * alone.covariance(0, 0));
  EXPECT_LT(track.covariance[7], 0.6 * alone.covariance(2, 2));
  EXPECT_LT(distance_m(track.position, ship(118)), 3 * std::sqrt(track.covariance[0]));
}

TEST(PlotFusion, AShipThatPassesAnotherIsNotMistakenForIt) {
  Fusion fusion;
  for (double t = 1; t < 200; t += 3) { // 100 m abeam, then away on another course
    fusion.take(at(t + 0.1), batch("radar", {detection("radar:1", t, static_cast<std::uint64_t>(t), ship(t), true)}));
    MapPoint const other{ship(100).east_m - 5 * (t - 100), ship(100).north_m + 100 + 2 * (t - 100)};
    fusion.take(at(t + 0.2), batch("ais", {fix("mmsi:412000001", t, other)}));
  }
  EXPECT_EQ(fusion.track_count(), 2);
}

TEST(PlotFusion, APairPartsWhenTheShipsDo) {
  Fusion fusion;
  for (double t = 1; t < 200; t += 3) {
    fusion.take(at(t + 0.1), batch("radar", {detection("radar:1", t, static_cast<std::uint64_t>(t), ship(t), true)}));
    double const away = std::max(0.0, t - 60); // what calls itself so turns away after a minute
    fusion.take(at(t + 0.2), batch("ais", {fix("mmsi:412000001", t, {ship(t).east_m, ship(t).north_m + 4 * away})}));
    if (std::abs(t - 58) < 2) {
      EXPECT_EQ(fusion.track_count(), 1);
    }
  }
  EXPECT_EQ(fusion.track_count(), 2);
}

TEST(PlotFusion, WhatIsWrongIsCounted) {
  Fusion fusion;
  auto const bad = [&](auto&& spoil) {
    auto o = detection("radar:1", 1, 1, kPort);
    spoil(o);
    fusion.take(at(1), batch("radar", {o}));
  };
  bad([](auto& o) { o.set_kind(wire::VESSEL); });
  bad([](auto& o) { o.set_entity(""); });
  bad([](auto& o) { o.set_t_obs(0); });
  bad([](auto& o) { o.set_t_obs(wire_time(at(100))); });
  bad([](auto& o) { o.mutable_fix()->set_lat_deg(NAN); });
  bad([](auto& o) { o.mutable_fix()->set_lon_deg(33), o.mutable_fix()->set_lat_deg(0); });
  bad([](auto& o) { o.mutable_detection()->set_length_m(-1); });
  bad([](auto& o) {
    o.mutable_detection()->set_variance_east_m2(4), o.mutable_detection()->set_variance_north_m2(4),
        o.mutable_detection()->set_covariance_m2(5);
  });
  bad([](auto& o) { o.mutable_coverage()->set_range_m(NAN); });
  auto const counts = fusion.outcomes()["radar"];
  for (auto const* reason : {"invalid_kind", "invalid_entity", "invalid_time", "future", "invalid_fix", "off_map"})
    EXPECT_EQ(counts.get(reason), 1) << reason;
  EXPECT_EQ(counts.get("invalid_detail"), 3);
  EXPECT_EQ(counts.sum(), 9);
}

/// Radars and cameras in the two-radar scene, with AIS of half of the ships: a log with everything that plots can do.
std::vector<Entry> scene_log() {
  auto scene = test::two_radars_skewed();
  scene.seconds = 150;
  test::SceneRun const run(scene, kSeed);
  std::vector<Entry> log;
  for (auto const& scan : run.scans()) {
    std::string const sensor = "radar:" + std::to_string(scan.sensor);
    Instant const t_twin = kStart + from_seconds(scan.t_s + 0.2);
    double const t = to_seconds(scan.t - test::kSceneStart);
    std::vector<wire::Observation> said;
    if (log.size() < 2) said.push_back(coverage(sensor, scan.view.coverage.place, 15'000));
    for (auto const& plot : scan.plots) {
      auto o = detection(sensor, t, static_cast<std::uint64_t>(scan.t_s * 10), plot.position.mean);
      o.mutable_detection()->set_variance_east_m2(static_cast<float>(plot.position.ee));
      o.mutable_detection()->set_covariance_m2(static_cast<float>(plot.position.en));
      o.mutable_detection()->set_variance_north_m2(static_cast<float>(plot.position.nn));
      said.push_back(o);
    }
    if (!said.empty() && said.size() % 3 != 0) said.back().mutable_detection()->set_last(true);
    log.push_back({t_twin, batch("port-" + std::to_string(scan.sensor), said)});
    auto const truth = run.truth_at(scan.t_s);
    for (std::size_t i = 0; i < truth.size(); i += 2)
      if ((static_cast<int>(scan.t_s) + static_cast<int>(i)) % 5 == 0)
        log.push_back({t_twin, batch("ais", {fix("mmsi:41200000" + std::to_string(i), scan.t_s, truth[i].position)})});
  }
  return log;
}

TEST(PlotFusion, AnyNumberOfThreadsAndAnyGroupingGivesTheSameState) {
  auto const log = scene_log();
  Fusion alone;
  for (Entry const& entry : log)
    alone.take(entry.t_twin, entry.batch);
  EXPECT_GT(alone.track_count(), 8U);
  std::size_t unnamed = 0, with_radar = 0;
  alone.for_each([&](state::TrackView t) {
    unnamed += t->kind == state::Kind::unidentified ? 1 : 0;
    with_radar += t->kind == state::Kind::vessel && t.details().sources.size() > 1 ? 1 : 0;
  });
  EXPECT_GE(unnamed, 4U);
  EXPECT_GE(with_radar, 4U);
  for (unsigned const threads : {1U, 3U, 8U}) {
    Fusion fusion(default_parameters(), threads);
    std::mt19937 random(kSeed + threads);
    std::vector<LogRecord> records;
    for (Entry const& entry : log)
      records.push_back({entry.t_twin, &entry.batch});
    for (std::size_t i = 0; i < records.size();) {
      std::size_t const n = std::min<std::size_t>(records.size() - i, 1 + random() % 60);
      fusion.take(std::span(records).subspan(i, n));
      i += n;
      if (random() % 2 == 0) (void)fusion.take_changes();
    }
    EXPECT_EQ(state_hash(fusion), state_hash(alone)) << threads << " threads, seed " << kSeed;
    EXPECT_EQ(fusion.save(), alone.save()) << threads << " threads, seed " << kSeed;
  }
}

TEST(PlotFusion, PublicationsAddUpToTheWhole) {
  Fusion fusion;
  std::map<std::uint32_t, state::Track> seen;
  for (Entry const& entry : scene_log()) {
    fusion.take(entry.t_twin, entry.batch);
    auto const changes = fusion.take_changes();
    for (std::uint32_t const handle : changes.removed)
      EXPECT_EQ(seen.erase(handle), 1U) << handle;
    for (std::size_t i = 0; i < changes.changed.size(); ++i) {
      auto const& r = changes.changed[i];
      if (i > 0) {
        EXPECT_LT(changes.changed[i - 1].motion.handle, r.motion.handle);
      }
      seen[r.motion.handle] = static_cast<state::Track>(state::TrackView(r));
    }
    std::vector<state::Track> whole;
    for (auto const& [handle, track] : seen)
      whole.push_back(track);
    ASSERT_EQ(whole, tracks(fusion));
  }
}

TEST(PlotFusion, ASavedStateGoesOnAsIfThereHadBeenNoBreak) {
  auto const log = scene_log();
  for (std::size_t const saved_at : {1U, 40U, 95U, 150U}) {
    Fusion live, restarted;
    for (std::size_t i = 0; i < saved_at; ++i)
      live.take(log[i].t_twin, log[i].batch);
    auto const loaded = restarted.load(live.save());
    ASSERT_TRUE(loaded) << loaded.error();
    ASSERT_EQ(restarted.save(), live.save());
    for (std::size_t i = saved_at; i < log.size(); ++i) {
      live.take(log[i].t_twin, log[i].batch);
      restarted.take(log[i].t_twin, log[i].batch);
      ASSERT_EQ(state_hash(restarted), state_hash(live)) << "saved at " << saved_at << ", record " << i;
    }
    EXPECT_EQ(restarted.save(), live.save());
  }
}

TEST(PlotFusion, SpoiledBytesAreRefusedOrMakeAStateThatGoesOn) {
  auto const log = scene_log();
  Fusion fusion;
  for (std::size_t i = 0; i < 80; ++i)
    fusion.take(log[i].t_twin, log[i].batch);
  std::string const good = fusion.save();
  std::mt19937 random(kSeed);
  int refused = 0, taken = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = good;
    for (unsigned n = 1 + random() % 3; n > 0; --n)
      bytes[bytes.size() / 4 + random() % (bytes.size() * 3 / 4)] = static_cast<char>(random());
    std::uint64_t const checksum = entity_hash(std::string_view(bytes).substr(16));
    std::memcpy(bytes.data() + 8, &checksum, sizeof checksum);
    Fusion spoiled;
    if (!spoiled.load(bytes)) {
      ++refused;
      continue;
    }
    ++taken;
    if (taken % 10 != 0) continue;
    for (std::size_t i = 80; i < log.size(); ++i)
      spoiled.take(log[i].t_twin, log[i].batch);
    (void)spoiled.take_changes();
  }
  EXPECT_GT(refused, 100);
  EXPECT_GT(taken, 100);
}

} // namespace
} // namespace dalian::fusion
