// libFuzzer target: snapshots and deltas of a hostile twin into a viewer's mirror. What the mirror then holds goes
// unchanged into another one.
#include "tests/fuzz/fuzz.hpp"
#include "twin/app/deltas.hpp"
#include "twin/state/snapshot_store.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;
using dalian::fuzz::require;

namespace {

enum Tag : std::uint8_t { kSnapshot = 0, kDelta = 1, kMore = 2 };

/// The table of chunks has 16 bytes for every 64 handles up to the highest: a larger one is memory, not a fault.
constexpr std::uint32_t kMostHandle = 1 << 16;

bool small(auto const& tracks) {
  for (auto const& track : tracks)
    if (track.handle() > kMostHandle) return false;
  return true;
}

state::Track ship(std::uint32_t handle, std::string entity) {
  state::Track track;
  track.handle = handle;
  track.entity = std::move(entity);
  track.kind = state::Kind::vessel;
  track.has_position = true;
  track.t_obs = track.t_rx = from_unix_ns(1'790'000'000'000'000'000);
  track.position = {500'000, 4'300'000};
  track.sources = {"ais"};
  track.vessel->name = "ONE";
  return track;
}

std::vector<wire::Snapshot> snapshot_of(app::Frames const& frames) {
  std::vector<wire::Snapshot> out;
  for (auto const& frame : frames) {
    wire::Reply reply;
    require(reply.ParseFromString(frame) && reply.has_snapshot());
    out.push_back(reply.snapshot());
  }
  return out;
}

std::size_t count(state::Snapshot const& snapshot) {
  std::size_t n = 0;
  snapshot.for_each([&](state::TrackView) { ++n; });
  return n;
}

app::Frames encode(app::MirrorState const& mirror) {
  return app::encode_snapshot(*mirror.snapshot(), "inproc://x", mirror.clock(), mirror.alarms().get());
}

class Viewer {
 public:
  void take(fuzz::Piece const& piece) {
    bool sound = false;
    if ((piece.tag & kDelta) != 0) {
      sound = wire::parse(piece.bytes, deltas_.emplace_back()) && small(deltas_.back().changed());
      if (!sound) deltas_.pop_back();
    } else {
      wire::Reply reply;
      sound = wire::parse(piece.bytes, reply) && reply.has_snapshot() && small(reply.snapshot().tracks());
      if (sound) snapshots_.push_back(reply.snapshot());
    }
    if ((piece.tag & kMore) == 0) finish();
  }
  void finish() {
    if (!snapshots_.empty()) mirror.take_snapshot(std::exchange(snapshots_, {}));
    if (!deltas_.empty()) mirror.take_delta(std::exchange(deltas_, {}));
  }

  app::MirrorState mirror;

 private:
  std::vector<wire::Snapshot> snapshots_;
  std::vector<wire::Delta> deltas_;
};

} // namespace

std::vector<std::string> fuzz::seeds() {
  state::SnapshotStore store(7);
  auto const first = store.publish(from_unix_ns(1'790'000'000'000'000'000), {ship(1, "mmsi:412345678")}, {});
  auto const second = store.publish(from_unix_ns(1'790'000'001'000'000'000), {ship(2, "mmsi:412345679")}, {1});
  auto const whole = app::encode_snapshot(*first, "tcp://127.0.0.1:5556", {}).front();
  app::Publication publication;
  publication.before = first;
  publication.changed = {2};
  publication.removed = {1};
  auto const delta = app::encode_delta(*second, publication, {}).front();
  return {piece(kSnapshot, whole) + piece(kDelta, delta), piece(kDelta, delta) + piece(kSnapshot, whole),
          piece(kSnapshot | kMore, whole) + piece(kSnapshot, whole)};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Viewer viewer;
  for (auto const& piece : fuzz::pieces(fuzz::text(data, size)))
    viewer.take(piece);
  viewer.finish();
  auto const frames = encode(viewer.mirror);
  app::MirrorState second;
  second.take_snapshot(snapshot_of(frames));
  require(count(*second.snapshot()) == count(*viewer.mirror.snapshot()));
  require(encode(second) == frames);
  return 0;
}
