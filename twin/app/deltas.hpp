#pragma once
// Publications and whole snapshots as frames of one ZeroMQ message, and a mirror's state that follows them (the Clone
// pattern of the ZeroMQ guide, chapter 5). Pure functions of their input: no socket, no clock, no thread.
#include "twin/state/snapshot.hpp"
#include "twin/wire/wire.pb.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace dalian::app {

using Frames = std::vector<std::string>; // parts of one message

/// What changed between two versions of one run; the tracks themselves stand in the newer snapshot.
struct Publication {
  std::uint64_t from_version = 0;
  std::vector<std::uint32_t> changed, removed; // handles; any order, repeats allowed
};

/// Frames of at most 512 tracks. Handles that `snapshot` does not have any more are left out.
Frames encode_delta(state::Snapshot const& snapshot, Publication publication, bool feed_clock);
Frames encode_snapshot(state::Snapshot const& snapshot, std::string const& publish_endpoint, bool feed_clock);

/// A copy of the twin's tracks that takes part in its versions. One thread.
class MirrorState {
 public:
  enum class Answer : std::uint8_t { nothing_new, changed, need_snapshot };

  MirrorState();

  /// All frames of one publication. need_snapshot: something is missing or the twin was restarted; what comes in the
  /// meantime is kept and applied after the snapshot.
  Answer take_delta(std::vector<wire::Delta> frames);
  /// All frames of one snapshot: replaces everything, then applies the kept deltas that are newer.
  Answer take_snapshot(std::vector<wire::Snapshot> const& frames);

  /// Never null.
  std::shared_ptr<state::Snapshot const> snapshot() const { return snapshot_; }
  bool complete() const { return complete_; } // a snapshot was taken and nothing is missing since
  Instant time() const { return time_; }      // newest twin time heard of
  bool feed_clock() const { return feed_clock_; }
  std::uint64_t gaps() const { return gaps_; }

 private:
  static constexpr std::size_t kMaxKept = 1000; // publications while a snapshot is on its way
  void apply(std::vector<wire::Delta> const& frames);

  std::shared_ptr<state::Snapshot const> snapshot_;
  std::deque<std::vector<wire::Delta>> kept_;
  bool complete_ = false;
  bool feed_clock_ = false;
  Instant time_{};
  std::uint64_t gaps_ = 0;
};

} // namespace dalian::app
