#pragma once
// Publications and whole snapshots, of tracks and of alarms, as frames of one ZeroMQ message, and a mirror's state that
// follows them (the Clone pattern of the ZeroMQ guide, chapter 5). Pure functions of their input: no socket, no clock,
// no thread.
#include "twin/alarms/alarm.hpp"
#include "twin/state/snapshot.hpp"
#include "twin/wire/wire.pb.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace dalian::app {

using Frames = std::vector<std::string>; // parts of one message

/// How the times of publications run on at a viewer's.
struct TwinClock {
  bool feed = false; // they are what the feeds stamped, or a replay; else the wall clock
  double rate = 0;   // feed: seconds they run on per second by themselves; 0: they stand until the next publication
};

/// What changed between two versions of one run; the tracks themselves stand in the newer snapshot.
struct Publication {
  std::shared_ptr<state::Snapshot const> before; // never null
  std::vector<std::uint32_t> changed, removed;   // handles; any order, repeats allowed
  // The list of alarms has revisions of its own. Null: as a twin without alarms.
  std::shared_ptr<alarms::AlarmList const> alarms_before, alarms;
};

/// Frames of at most 512 tracks. Handles that `snapshot` does not have any more are left out.
Frames encode_delta(state::Snapshot const& snapshot, Publication publication, TwinClock clock);
/// `alarms` may be null.
Frames encode_snapshot(state::Snapshot const& snapshot, std::string const& publish_endpoint, TwinClock clock,
                       alarms::AlarmList const* alarms = nullptr);

/// A copy of the twin's tracks that takes part in its versions. One thread.
class MirrorState {
 public:
  enum class Answer : std::uint8_t { nothing_new, changed, need_snapshot };

  MirrorState();

  /// All frames of one publication. need_snapshot: something is missing or the twin was restarted; what comes in the
  /// meantime is kept and applied after the snapshot.
  Answer take_delta(std::vector<wire::Delta> frames) { return take_delta(std::span(frames)); }
  /// The same for a caller that uses the messages again: what is to be kept is moved out of them.
  Answer take_delta(std::span<wire::Delta> frames);
  /// All frames of one snapshot: replaces everything, then applies the kept deltas that are newer.
  Answer take_snapshot(std::vector<wire::Snapshot> const& frames);

  /// Never null.
  std::shared_ptr<state::Snapshot const> snapshot() const { return snapshot_; }
  std::shared_ptr<alarms::AlarmList const> alarms() const { return alarms_; }
  bool complete() const { return complete_; } // a snapshot was taken and nothing is missing since
  Instant time() const { return time_; }      // newest twin time heard of
  TwinClock clock() const { return clock_; }
  std::uint64_t gaps() const { return gaps_; }
  /// Tracks left out because no twin has such a handle, or so many (ChunkRoom).
  std::uint64_t refused() const { return refused_; }

 private:
  static constexpr std::size_t kMaxKept = 1000; // publications while a snapshot is on its way
  bool apply(std::span<wire::Delta const> frames);
  bool alarms_follow(std::span<wire::Delta const> frames) const;
  Answer take_alarms(std::span<wire::Delta const> frames);

  std::shared_ptr<state::Snapshot const> snapshot_;
  std::shared_ptr<alarms::AlarmList const> alarms_ = std::make_shared<alarms::AlarmList>();
  std::deque<std::vector<wire::Delta>> kept_;
  bool complete_ = false;
  TwinClock clock_;
  Instant time_{};
  std::uint64_t gaps_ = 0, refused_ = 0;
};

} // namespace dalian::app
