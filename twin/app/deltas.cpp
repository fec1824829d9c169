#include "twin/app/deltas.hpp"

#include "twin/app/track_wire.hpp"
#include "twin/state/snapshot_store.hpp"

#include <algorithm>
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
  void put(state::Track const& track) {
    if (count_ == kTracksPerFrame) {
      close();
      open();
    }
    to_wire(track, *add_(*message_));
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

Frames encode_delta(state::Snapshot const& snapshot, Publication publication, bool feed_clock) {
  sort_unique(publication.changed);
  sort_unique(publication.removed);
  auto const begin = [&](wire::Delta& delta) {
    delta.set_run(snapshot.run);
    delta.set_from_version(publication.from_version);
    delta.set_to_version(snapshot.version);
    delta.set_t(ns(snapshot.time));
    delta.set_feed_clock(feed_clock);
  };
  auto writer = frame_writer<wire::Delta>(begin, [](wire::Delta& delta) { return delta.add_changed(); });
  for (auto const handle : publication.removed)
    writer.message().add_removed(handle);
  for (auto const handle : publication.changed)
    if (auto const* track = snapshot.find(handle)) writer.put(*track);
  return writer.finish();
}

Frames encode_snapshot(state::Snapshot const& snapshot, std::string const& publish_endpoint, bool feed_clock) {
  auto const begin = [&](wire::Reply& reply) {
    auto& head = *reply.mutable_snapshot();
    head.set_run(snapshot.run);
    head.set_version(snapshot.version);
    head.set_t(ns(snapshot.time));
    head.set_publish_endpoint(publish_endpoint);
    head.set_feed_clock(feed_clock);
  };
  auto writer =
      frame_writer<wire::Reply>(begin, [](wire::Reply& reply) { return reply.mutable_snapshot()->add_tracks(); });
  snapshot.for_each([&](state::Track const& track) { writer.put(track); });
  return writer.finish();
}

MirrorState::MirrorState() : snapshot_(std::make_shared<state::Snapshot>()) {}

MirrorState::Answer MirrorState::take_delta(std::vector<wire::Delta> frames) {
  if (frames.empty()) return Answer::nothing_new;
  auto const& head = frames.front();
  bool const follows = complete_ && head.run() == snapshot_->run && head.from_version() <= snapshot_->version;
  if (follows) {
    feed_clock_ = head.feed_clock();
    time_ = std::max(time_, from_unix_ns(static_cast<std::int64_t>(head.t())));
    if (head.to_version() <= snapshot_->version) return Answer::nothing_new;
    if (head.from_version() == head.to_version()) return Answer::nothing_new;
    apply(frames);
    return Answer::changed;
  }
  if (complete_) ++gaps_;
  complete_ = false;
  if (kept_.size() == kMaxKept) kept_.pop_front();
  kept_.push_back(std::move(frames));
  return Answer::need_snapshot;
}

MirrorState::Answer MirrorState::take_snapshot(std::vector<wire::Snapshot> const& frames) {
  if (frames.empty()) return complete_ ? Answer::nothing_new : Answer::need_snapshot;
  state::Snapshot empty;
  empty.run = frames.front().run();
  empty.version = frames.front().version();
  empty.time = from_unix_ns(static_cast<std::int64_t>(frames.front().t()));
  std::vector<state::Track> tracks;
  for (auto const& frame : frames)
    for (auto const& track : frame.tracks())
      if (track.handle() != 0) tracks.push_back(from_wire(track));
  snapshot_ = std::make_shared<state::Snapshot>(state::apply(empty, std::move(tracks), {}));
  time_ = empty.time;
  feed_clock_ = frames.front().feed_clock();
  complete_ = true;
  for (auto& delta : std::exchange(kept_, {}))
    if (delta.front().run() == snapshot_->run) take_delta(std::move(delta));
  return complete_ ? Answer::changed : Answer::need_snapshot;
}

void MirrorState::apply(std::vector<wire::Delta> const& frames) {
  std::vector<state::Track> changed;
  std::vector<std::uint32_t> removed;
  for (auto const& frame : frames) {
    removed.insert(removed.end(), frame.removed().begin(), frame.removed().end());
    for (auto const& track : frame.changed())
      if (track.handle() != 0) changed.push_back(from_wire(track));
  }
  auto next = state::apply(*snapshot_, std::move(changed), removed);
  next.version = frames.front().to_version();
  next.time = from_unix_ns(static_cast<std::int64_t>(frames.front().t()));
  snapshot_ = std::make_shared<state::Snapshot>(std::move(next));
}

} // namespace dalian::app
