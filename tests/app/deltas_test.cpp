#include "twin/app/deltas.hpp"

#include "tests/app/parse_frames.hpp"
#include "twin/app/chunk_room.hpp"
#include "twin/app/track_wire.hpp"
#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <random>

namespace dalian::app {
namespace {

state::Track full_track() {
  state::Track t;
  t.handle = 7;
  t.entity = "mmsi:412345678";
  t.kind = state::Kind::vessel;
  t.life = state::Life::stale;
  t.provenance = Provenance::recorded;
  t.has_position = true;
  t.t_obs = from_unix_ns(1'790'000'000'000'000'001);
  t.t_rx = from_unix_ns(1'790'000'000'500'000'000);
  t.position = {500'000.125, 4'300'000.5};
  t.altitude_m = 3.5F;
  t.velocity_east_mps = -1.25F;
  t.velocity_north_mps = 4.0F;
  for (std::size_t i = 0; i < t.covariance.size(); ++i)
    t.covariance[i] = static_cast<float>(i) + 0.5F;
  t.heading_deg = 0.0F; // present and zero is not absent
  t.turn_rate_dps = -0.1F;
  t.last_nis = 1.5F;
  t.updates = 99;
  t.sources = {"ais-a", "ais-b"};
  t.newest_source = 1;
  t.nav_status = 0;
  t.class_b = true;
  t.vessel->imo = 9'999'999;
  t.vessel->ship_type = 0;
  t.vessel->mothership_mmsi = 1;
  t.vessel->name = "远洋";
  t.vessel->call_sign = "BQXY";
  t.vessel->destination = "DALIAN";
  t.vessel->bow_m = 100.0F;
  t.vessel->stern_m = 0.0F;
  t.vessel->port_m = 10.0F;
  t.vessel->starboard_m = 12.0F;
  t.vessel->draught_m = 9.5F;
  t.road = state::RoadVehicle{"label", "cv-t1", "car", 1U, 4.5F, 1.8F};
  t.aid = state::Aid{3U, "buoy", false, true};
  state::SensorReading power;
  power.quantity = find_quantity("power_kw").value();
  power.status = state::SensorStatus::uncertain;
  power.outlier = true;
  power.value = -12.5;
  power.t_obs = t.t_obs;
  power.typical = 0;
  power.rate_per_s = 0.25;
  power.interval_s = 60.0F;
  state::SensorReading phase, text;
  phase.quantity = find_quantity("signal_phase").value();
  phase.value = 6;
  text.quantity = find_quantity("message").value();
  text.text = "停电";
  t.integrity = {{state::Integrity::jump, t.t_obs}, {state::Integrity::gnss_drift, t.t_rx}};
  t.readings = {power, phase, text};
  return t;
}

void write(state::Track const& track, wire::Track& wire) {
  to_wire(static_cast<state::TrackMotion const&>(track), wire);
  to_wire(static_cast<state::TrackDetails const&>(track), wire);
}

state::Track back(wire::Track const& wire) {
  state::TrackRecord const record(motion_from_wire(wire), details_from_wire(wire));
  return state::Track(state::TrackView(record));
}

TEST(TrackWire, BringsEveryFieldBack) {
  wire::Track wire;
  write(full_track(), wire);
  EXPECT_EQ(back(wire), full_track());
}

TEST(TrackWire, KeepsAbsentFieldsAbsent) {
  state::Track bare;
  bare.handle = 1;
  bare.entity = "x";
  wire::Track wire;
  write(bare, wire);
  EXPECT_EQ(back(wire), bare);
}

TEST(TrackWire, TakesUnknownEnumeratorsAsUnspecified) {
  wire::Track wire;
  wire.set_kind(static_cast<wire::Kind>(77));
  wire.set_provenance(static_cast<wire::Provenance>(-3));
  EXPECT_EQ(back(wire).kind, state::Kind::unspecified);
  EXPECT_EQ(back(wire).provenance, Provenance::unknown);
}

std::map<std::uint32_t, state::Track> tracks_of(state::Snapshot const& snapshot) {
  std::map<std::uint32_t, state::Track> out;
  snapshot.for_each([&](state::TrackView t) { out[t->handle] = state::Track(t); });
  return out;
}

/// A twin that changes at random, and what it publishes.
class RandomTwin {
 public:
  explicit RandomTwin(unsigned seed) : random_(seed), store_(random_() | 1) {}

  Frames publish() {
    Publication publication;
    publication.before = store_.latest();
    std::vector<state::TrackRecord> changed;
    for (int i = 0; i < 40; ++i) {
      auto track = full_track();
      track.handle = 1 + static_cast<std::uint32_t>(random_() % 2000);
      track.updates = static_cast<std::uint32_t>(random_());
      if (std::any_of(changed.begin(), changed.end(), [&](auto const& t) { return t.motion.handle == track.handle; }))
        continue;
      publication.changed.push_back(track.handle);
      changed.push_back(std::move(track));
    }
    for (int i = 0; i < 3; ++i) {
      auto const handle = 1 + static_cast<std::uint32_t>(random_() % 2000);
      bool const also_changed =
          std::find(publication.changed.begin(), publication.changed.end(), handle) != publication.changed.end();
      if (!also_changed) publication.removed.push_back(handle);
    }
    store_.publish(Instant{}, std::move(changed), publication.removed);
    return encode_delta(*store_.latest(), publication, {});
  }
  state::Snapshot const& latest() const { return *latest_ptr(); }
  std::shared_ptr<state::Snapshot const> latest_ptr() const { return store_.latest(); }
  Frames snapshot() const { return encode_snapshot(latest(), "inproc://p", {}); }

 private:
  std::mt19937_64 random_;
  state::SnapshotStore store_;
};

TEST(MirrorState, FollowsEveryPublication) {
  RandomTwin twin(1);
  MirrorState mirror;
  EXPECT_EQ(mirror.take_snapshot(parse_snapshot(twin.snapshot())), MirrorState::Answer::changed);
  for (int i = 0; i < 300; ++i) {
    ASSERT_EQ(mirror.take_delta(parse_delta(twin.publish())), MirrorState::Answer::changed);
    ASSERT_EQ(mirror.snapshot()->version, twin.latest().version);
  }
  EXPECT_EQ(tracks_of(*mirror.snapshot()), tracks_of(twin.latest()));
}

TEST(MirrorState, MessagesCanBeUsedAgainAlsoWhereTheyAreKept) {
  RandomTwin twin(5);
  MirrorState mirror;
  std::vector<wire::Delta> again(3); // more than a publication has
  auto const take = [&](Frames const& frames) {
    for (std::size_t i = 0; i < frames.size(); ++i)
      EXPECT_TRUE(again[i].ParseFromString(frames[i]));
    return mirror.take_delta(std::span(again).first(frames.size()));
  };
  auto const first = parse_snapshot(twin.snapshot());
  for (int i = 0; i < 20; ++i)
    ASSERT_EQ(take(twin.publish()), MirrorState::Answer::need_snapshot); // kept until the snapshot has come
  ASSERT_EQ(mirror.take_snapshot(first), MirrorState::Answer::changed);
  EXPECT_EQ(mirror.snapshot()->version, twin.latest().version);
  for (int i = 0; i < 100; ++i)
    ASSERT_EQ(take(twin.publish()), MirrorState::Answer::changed);
  EXPECT_EQ(tracks_of(*mirror.snapshot()), tracks_of(twin.latest()));
}

TEST(MirrorState, HealsAfterGapsAtRandom) {
  unsigned const seed = 77;
  SCOPED_TRACE(seed);
  RandomTwin twin(seed);
  std::mt19937 random(seed);
  MirrorState mirror;
  mirror.take_snapshot(parse_snapshot(twin.snapshot()));
  std::uint64_t lost = 0;
  for (int i = 0; i < 500; ++i) {
    auto const frames = twin.publish();
    if (random() % 10 == 0) {
      ++lost;
      continue;
    }
    if (mirror.take_delta(parse_delta(frames)) != MirrorState::Answer::need_snapshot) continue;
    // The answer is made now; more is published before it arrives.
    auto const answer = parse_snapshot(twin.snapshot());
    EXPECT_EQ(mirror.take_delta(parse_delta(twin.publish())), MirrorState::Answer::need_snapshot);
    ASSERT_EQ(mirror.take_snapshot(answer), MirrorState::Answer::changed);
    ASSERT_EQ(tracks_of(*mirror.snapshot()), tracks_of(twin.latest()));
  }
  EXPECT_GT(lost, 20U);
  EXPECT_GT(mirror.gaps(), 20U);
}

TEST(MirrorState, SeesByTheBeatThatTheLastPublicationIsMissing) {
  RandomTwin twin(3);
  MirrorState mirror;
  mirror.take_snapshot(parse_snapshot(twin.snapshot()));
  auto const beat = [&] {
    Publication nothing;
    nothing.before = twin.latest_ptr();
    return parse_delta(encode_delta(twin.latest(), nothing, {}));
  };
  EXPECT_EQ(mirror.take_delta(beat()), MirrorState::Answer::nothing_new);
  twin.publish(); // lost
  EXPECT_EQ(mirror.take_delta(beat()), MirrorState::Answer::need_snapshot);
}

TEST(MirrorState, AsksAnewWhenTheTwinWasRestarted) {
  RandomTwin first(4), second(5);
  MirrorState mirror;
  first.publish();
  mirror.take_snapshot(parse_snapshot(first.snapshot()));
  EXPECT_EQ(mirror.take_delta(parse_delta(second.publish())), MirrorState::Answer::need_snapshot);
  mirror.take_snapshot(parse_snapshot(second.snapshot()));
  EXPECT_EQ(tracks_of(*mirror.snapshot()), tracks_of(second.latest()));
}

/// What the publication says that makes `next` of the newest snapshot.
std::vector<wire::Delta> publish_one(state::SnapshotStore& store, state::Track const& next) {
  Publication publication;
  publication.before = store.latest();
  publication.changed = {next.handle};
  store.publish(Instant{}, {next}, {});
  return parse_delta(encode_delta(*store.latest(), publication, {}));
}

TEST(Deltas, SayDetailsOnlyWhenTheyAreNew) {
  state::SnapshotStore store(1);
  auto track = full_track();
  track.handle = 7;
  MirrorState mirror;
  mirror.take_snapshot(parse_snapshot(encode_snapshot(*store.latest(), "", {})));
  for (bool const details_change : {true, false, true, false}) {
    ++track.updates;
    if (details_change) track.vessel->destination += '>';
    auto const delta = publish_one(store, track);
    EXPECT_EQ(delta[0].changed(0).same_details(), !details_change);
    EXPECT_EQ(delta[0].changed(0).entity().empty(), !details_change);
    ASSERT_EQ(mirror.take_delta(delta), MirrorState::Answer::changed);
    EXPECT_EQ(tracks_of(*mirror.snapshot()), tracks_of(*store.latest()));
  }
}

TEST(MirrorState, AsksForASnapshotWhenDetailsAreLeftOutThatItNeverHad) {
  state::SnapshotStore store(1);
  auto track = full_track();
  track.handle = 7;
  MirrorState mirror;
  mirror.take_snapshot(parse_snapshot(encode_snapshot(*store.latest(), "", {})));
  auto delta = publish_one(store, track);
  delta[0].mutable_changed(0)->set_same_details(true);
  EXPECT_EQ(mirror.take_delta(delta), MirrorState::Answer::need_snapshot);
  EXPECT_FALSE(mirror.snapshot()->find(7));
}

/// A delta that follows `snapshot` and tells of a bare track for each of `handles`.
std::vector<wire::Delta> bare_tracks(state::Snapshot const& snapshot, std::vector<std::uint32_t> const& handles) {
  wire::Delta delta;
  delta.set_run(snapshot.run);
  delta.set_from_version(snapshot.version);
  delta.set_to_version(snapshot.version + 1);
  for (auto const handle : handles)
    delta.add_changed()->set_handle(handle);
  return {delta};
}

TEST(MirrorState, HasNoRoomForHandlesThatNoTwinHas) {
  MirrorState mirror;
  mirror.take_snapshot(parse_snapshot(encode_snapshot(state::Snapshot{1, 0, {}, {}}, "", {})));
  auto const highest = std::numeric_limits<std::uint32_t>::max();
  ASSERT_EQ(mirror.take_delta(bare_tracks(*mirror.snapshot(), {0, 7, highest, kHighestHandle + 1})),
            MirrorState::Answer::changed);
  EXPECT_EQ(mirror.refused(), 3U);
  EXPECT_EQ(mirror.snapshot()->chunks.size(), 1U) << "no table up to the handle";
  EXPECT_TRUE(mirror.snapshot()->find(7));
  wire::Snapshot whole;
  whole.set_run(1);
  whole.add_tracks()->set_handle(highest);
  whole.add_tracks()->set_handle(8);
  EXPECT_EQ(mirror.take_snapshot({whole}), MirrorState::Answer::changed);
  EXPECT_EQ(mirror.refused(), 4U);
  EXPECT_EQ(mirror.snapshot()->chunks.size(), 1U);
  EXPECT_TRUE(mirror.snapshot()->find(8));
}

TEST(ChunkRoom, LetsInNoMoreChunksThanThereIsRoomFor) {
  constexpr std::uint32_t kApart = state::Snapshot::kChunk;
  state::Track there;
  there.handle = 3 * kApart;
  state::Snapshot const base = state::apply({}, {there}, {});
  ChunkRoom room(base, 3);
  EXPECT_TRUE(room.admits(3 * kApart + 2)) << "its chunk is there";
  EXPECT_TRUE(room.admits(10 * kApart));
  EXPECT_TRUE(room.admits(1));
  EXPECT_FALSE(room.admits(20 * kApart));
  EXPECT_TRUE(room.admits(10 * kApart + 5)) << "its chunk was let in";
  EXPECT_TRUE(room.admits(2));
}

TEST(Deltas, SplitLargePublicationsIntoFramesBelowTheBound) {
  state::SnapshotStore store(1);
  std::vector<state::TrackRecord> tracks;
  Publication publication;
  publication.before = store.latest();
  for (std::uint32_t handle = 1; handle <= 2000; ++handle) {
    auto track = full_track();
    track.handle = handle;
    track.vessel->name = track.vessel->destination = track.vessel->call_sign = std::string(256, 'n');
    publication.changed.push_back(handle);
    tracks.push_back(std::move(track));
  }
  store.publish(Instant{}, tracks, {});
  auto const frames = encode_delta(*store.latest(), publication, {});
  EXPECT_EQ(frames.size(), 4U);
  for (auto const& frame : frames)
    EXPECT_LT(frame.size(), std::size_t{1} << 20);
  MirrorState mirror;
  mirror.take_snapshot(parse_snapshot(encode_snapshot(state::Snapshot{1, 0, {}, {}}, "", {})));
  EXPECT_EQ(mirror.take_delta(parse_delta(frames)), MirrorState::Answer::changed);
  EXPECT_EQ(tracks_of(*mirror.snapshot()), tracks_of(*store.latest()));
}

} // namespace
} // namespace dalian::app
