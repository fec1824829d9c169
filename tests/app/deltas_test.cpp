#include "twin/app/deltas.hpp"

#include "twin/app/track_wire.hpp"
#include "twin/state/snapshot_store.hpp"

#include <gtest/gtest.h>
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
  t.sources = {"ais-b", "ais-a"};
  t.nav_status = 0;
  t.class_b = true;
  t.vessel.imo = 9'999'999;
  t.vessel.ship_type = 0;
  t.vessel.mothership_mmsi = 1;
  t.vessel.name = "远洋";
  t.vessel.call_sign = "BQXY";
  t.vessel.destination = "DALIAN";
  t.vessel.bow_m = 100.0F;
  t.vessel.stern_m = 0.0F;
  t.vessel.port_m = 10.0F;
  t.vessel.starboard_m = 12.0F;
  t.vessel.draught_m = 9.5F;
  t.road = {"label", "cv-t1", "car", 1U, 4.5F, 1.8F};
  t.aid = {3U, "buoy", false, true};
  return t;
}

TEST(TrackWire, BringsEveryFieldBack) {
  wire::Track wire;
  to_wire(full_track(), wire);
  EXPECT_EQ(from_wire(wire), full_track());
}

TEST(TrackWire, KeepsAbsentFieldsAbsent) {
  state::Track bare;
  bare.handle = 1;
  bare.entity = "x";
  wire::Track wire;
  to_wire(bare, wire);
  EXPECT_EQ(from_wire(wire), bare);
}

TEST(TrackWire, TakesUnknownEnumeratorsAsUnspecified) {
  wire::Track wire;
  wire.set_kind(static_cast<wire::Kind>(77));
  wire.set_provenance(static_cast<wire::Provenance>(-3));
  EXPECT_EQ(from_wire(wire).kind, state::Kind::unspecified);
  EXPECT_EQ(from_wire(wire).provenance, Provenance::unknown);
}

std::vector<wire::Delta> parse_delta(Frames const& frames) {
  std::vector<wire::Delta> out(frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i)
    EXPECT_TRUE(out[i].ParseFromString(frames[i]));
  return out;
}

std::vector<wire::Snapshot> parse_snapshot(Frames const& frames) {
  std::vector<wire::Snapshot> out;
  for (auto const& frame : frames) {
    wire::Reply reply;
    EXPECT_TRUE(reply.ParseFromString(frame));
    out.push_back(reply.snapshot());
  }
  return out;
}

std::map<std::uint32_t, state::Track> tracks_of(state::Snapshot const& snapshot) {
  std::map<std::uint32_t, state::Track> out;
  snapshot.for_each([&](state::Track const& t) { out[t.handle] = t; });
  return out;
}

/// A twin that changes at random, and what it publishes.
class RandomTwin {
 public:
  explicit RandomTwin(unsigned seed) : random_(seed), store_(random_() | 1) {}

  Frames publish() {
    Publication publication;
    publication.from_version = store_.latest()->version;
    std::vector<state::Track> changed;
    for (int i = 0; i < 40; ++i) {
      auto track = full_track();
      track.handle = 1 + static_cast<std::uint32_t>(random_() % 2000);
      track.updates = static_cast<std::uint32_t>(random_());
      if (std::any_of(changed.begin(), changed.end(), [&](auto const& t) { return t.handle == track.handle; }))
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
    return encode_delta(*store_.latest(), publication, false);
  }
  state::Snapshot const& latest() const { return *latest_ptr(); }
  std::shared_ptr<state::Snapshot const> latest_ptr() const { return store_.latest(); }
  Frames snapshot() const { return encode_snapshot(latest(), "inproc://p", false); }

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
    nothing.from_version = twin.latest().version;
    return parse_delta(encode_delta(twin.latest(), nothing, false));
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

TEST(Deltas, SplitLargePublicationsIntoFramesBelowTheBound) {
  state::SnapshotStore store(1);
  std::vector<state::Track> tracks;
  Publication publication;
  for (std::uint32_t handle = 1; handle <= 2000; ++handle) {
    auto track = full_track();
    track.handle = handle;
    track.vessel.name = track.vessel.destination = track.vessel.call_sign = std::string(256, 'n');
    publication.changed.push_back(handle);
    tracks.push_back(std::move(track));
  }
  store.publish(Instant{}, tracks, {});
  auto const frames = encode_delta(*store.latest(), publication, false);
  EXPECT_EQ(frames.size(), 4U);
  for (auto const& frame : frames)
    EXPECT_LT(frame.size(), std::size_t{1} << 20);
  MirrorState mirror;
  mirror.take_snapshot(parse_snapshot(encode_snapshot(state::Snapshot{1, 0, {}, {}}, "", false)));
  EXPECT_EQ(mirror.take_delta(parse_delta(frames)), MirrorState::Answer::changed);
  EXPECT_EQ(tracks_of(*mirror.snapshot()), tracks_of(*store.latest()));
}

} // namespace
} // namespace dalian::app
