#include "twin/app/deltas.hpp"

#include "twin/app/alarm_wire.hpp"
#include "twin/app/chunk_room.hpp"
#include "twin/app/track_wire.hpp"
#include "twin/state/snapshot_edit.hpp"
#include "twin/state/snapshot_store.hpp"

#include <algorithm>
#include <cassert>
#include <google/protobuf/arena.h>
#include <utility>

namespace dalian::app {
namespace {

constexpr int kTracksPerFrame = 512; // a track is at most about 1.5 kB, a frame at most 1 MiB

std::uint64_t ns(Instant t) {
  return static_cast<std::uint64_t>(to_unix_ns(t));
}

void sort_unique(std::vector<std::uint32_t>& handles) {
  std::sort(handles.begin(), handles.end());
  handles.erase(std::unique(handles.begin(), handles.end()), handles.end());
}

/// Collects tracks into frames; `Message` is begun by `begin` and knows its tracks through `add`.
template <class Message, class Begin, class Add>
class FrameWriter {
 public:
  FrameWriter(Begin begin, Add add) : begin_(std::move(begin)), add_(std::move(add)) { open(); }
  void put(state::TrackView track, bool same_details = false) {
    if (count_ == kTracksPerFrame) {
      close();
      open();
    }
    auto& out = *add_(*message_);
    to_wire(track.motion(), out);
    out.set_same_details(same_details);
    if (!same_details) to_wire(track.details(), out);
    ++count_;
  }
  Message& message() { return *message_; }
  Frames finish() {
    close();
    return std::move(frames_);
  }

 private:
  void open() {
    arena_.Reset();
    message_ = google::protobuf::Arena::CreateMessage<Message>(&arena_);
    begin_(*message_);
    count_ = 0;
  }
  void close() { frames_.push_back(message_->SerializeAsString()); }

  Begin begin_;
  Add add_;
  google::protobuf::Arena arena_;
  Message* message_ = nullptr;
  int count_ = 0;
  Frames frames_;
};

template <class Message, class Begin, class Add>
FrameWriter<Message, Begin, Add> frame_writer(Begin begin, Add add) {
  return {std::move(begin), std::move(add)};
}

} // namespace

Frames encode_delta(state::Snapshot const& snapshot, Publication publication, TwinClock clock) {
  assert(publication.before != nullptr);
  sort_unique(publication.changed);
  sort_unique(publication.removed);
  auto const begin = [&](wire::Delta& delta) {
    delta.set_run(snapshot.run);
    delta.set_from_version(publication.before->version);
    delta.set_to_version(snapshot.version);
    delta.set_t(ns(snapshot.time));
    delta.set_feed_clock(clock.feed);
    delta.set_clock_rate(static_cast<float>(clock.rate));
  };
  auto writer = frame_writer<wire::Delta>(begin, [](wire::Delta& delta) { return delta.add_changed(); });
  for (auto const handle : publication.removed)
    writer.message().add_removed(handle);
  for (auto const handle : publication.changed)
    if (auto const track = snapshot.find(handle)) {
      auto const known = publication.before->find(handle);
      writer.put(*track, known && &known->details() == &track->details());
    }
  if (!publication.alarms) return writer.finish();
  auto parts = to_wire_changes(*publication.alarms_before, *publication.alarms);
  bool const unchanged = publication.alarms_before->revision == publication.alarms->revision;
  if (unchanged) *writer.message().mutable_alarms() = parts.front();
  auto frames = writer.finish();
  if (unchanged) return frames;
  for (auto& part : parts) {
    wire::Delta delta;
    begin(delta);
    *delta.mutable_alarms() = std::move(part);
    frames.push_back(delta.SerializeAsString());
  }
  return frames;
}

Frames encode_snapshot(state::Snapshot const& snapshot, std::string const& publish_endpoint, TwinClock clock,
                       alarms::AlarmList const* alarms) {
  auto const begin = [&](wire::Reply& reply) {
    auto& head = *reply.mutable_snapshot();
    head.set_run(snapshot.run);
    head.set_version(snapshot.version);
    head.set_t(ns(snapshot.time));
    head.set_publish_endpoint(publish_endpoint);
    head.set_feed_clock(clock.feed);
    head.set_clock_rate(static_cast<float>(clock.rate));
  };
  auto writer =
      frame_writer<wire::Reply>(begin, [](wire::Reply& reply) { return reply.mutable_snapshot()->add_tracks(); });
  snapshot.for_each([&](state::TrackView track) { writer.put(track); });
  auto frames = writer.finish();
  if (alarms == nullptr) return frames;
  for (auto& part : to_wire_parts(*alarms)) {
    wire::Reply reply;
    begin(reply);
    *reply.mutable_snapshot()->mutable_alarms() = std::move(part);
    frames.push_back(reply.SerializeAsString());
  }
  return frames;
}

MirrorState::MirrorState() : snapshot_(std::make_shared<state::Snapshot>()) {}

MirrorState::Answer MirrorState::take_delta(std::span<wire::Delta> frames) {
  if (frames.empty()) return Answer::nothing_new;
  auto const& head = frames.front();
  bool const follows = complete_ && head.run() == snapshot_->run && head.from_version() <= snapshot_->version;
  if (follows && alarms_follow(frames)) {
    clock_ = {head.feed_clock(), head.clock_rate()};
    if (head.to_version() >= snapshot_->version) // may go back: a replay seeks
      time_ = from_unix_ns(static_cast<std::int64_t>(head.t()));
    auto const alarms = take_alarms(frames);
    if (head.to_version() <= snapshot_->version) return alarms;
    if (head.from_version() == head.to_version()) return alarms;
    if (apply(frames)) return Answer::changed;
  }
  if (complete_) ++gaps_;
  complete_ = false;
  if (kept_.size() == kMaxKept) kept_.pop_front();
  kept_.emplace_back(std::make_move_iterator(frames.begin()), std::make_move_iterator(frames.end()));
  return Answer::need_snapshot;
}

MirrorState::Answer MirrorState::take_snapshot(std::vector<wire::Snapshot> const& frames) {
  if (frames.empty()) return complete_ ? Answer::nothing_new : Answer::need_snapshot;
  state::Snapshot empty;
  empty.run = frames.front().run();
  empty.version = frames.front().version();
  empty.time = from_unix_ns(static_cast<std::int64_t>(frames.front().t()));
  std::vector<state::TrackRecord> tracks;
  ChunkRoom room(empty);
  for (auto const& frame : frames)
    for (auto const& track : frame.tracks())
      if (room.admits(track.handle()))
        tracks.emplace_back(motion_from_wire(track), details_from_wire(track));
      else
        ++refused_;
  snapshot_ = std::make_shared<state::Snapshot>(state::apply(empty, std::move(tracks), {}));
  std::vector<wire::AlarmList const*> alarms;
  for (auto const& frame : frames)
    if (frame.has_alarms()) alarms.push_back(&frame.alarms());
  alarms_ = std::make_shared<alarms::AlarmList>(from_wire_parts(alarms));
  time_ = empty.time;
  clock_ = {frames.front().feed_clock(), frames.front().clock_rate()};
  complete_ = true;
  for (auto& delta : std::exchange(kept_, {}))
    if (delta.front().run() == snapshot_->run) take_delta(std::move(delta));
  return complete_ ? Answer::changed : Answer::need_snapshot;
}

bool MirrorState::alarms_follow(std::span<wire::Delta const> frames) const {
  return std::all_of(frames.begin(), frames.end(),
                     [&](wire::Delta const& frame) { return frame.alarms().from() <= alarms_->revision; });
}

MirrorState::Answer MirrorState::take_alarms(std::span<wire::Delta const> frames) {
  std::vector<wire::AlarmChanges const*> parts;
  for (auto const& frame : frames)
    if (frame.alarms().to() > alarms_->revision) parts.push_back(&frame.alarms());
  if (parts.empty()) return Answer::nothing_new;
  alarms_ = std::make_shared<alarms::AlarmList>(app::apply(*alarms_, parts));
  return Answer::changed;
}

/// False, and nothing done, when details are left out that are not here.
bool MirrorState::apply(std::span<wire::Delta const> frames) {
  state::SnapshotEdit edit(*snapshot_);
  ChunkRoom room(*snapshot_);
  for (auto const& frame : frames)
    for (auto const& track : frame.changed()) {
      if (!room.admits(track.handle())) {
        ++refused_;
        continue;
      }
      if (!track.same_details())
        edit.put({motion_from_wire(track), details_from_wire(track)});
      else if (!edit.move(motion_from_wire(track)))
        return false;
    }
  for (auto const& frame : frames)
    for (auto const handle : frame.removed())
      edit.remove(handle);
  auto next = std::make_shared<state::Snapshot>(edit.finish());
  next->version = frames.front().to_version();
  next->time = from_unix_ns(static_cast<std::int64_t>(frames.front().t()));
  snapshot_ = std::move(next);
  return true;
}

} // namespace dalian::app
