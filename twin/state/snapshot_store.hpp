#pragma once
// The latest snapshot: one thread publishes, everybody reads. A publication copies only the chunks it touches.
#include "twin/state/snapshot.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace dalian::state {

/// `base` with `changed` tracks put in (by handle; handle 0 is the caller's mistake) and `removed` handles taken out;
/// shares every chunk it does not touch. A removed handle that is not there is ignored. Version, run and time are those
/// of `base`: the caller sets them.
Snapshot apply(Snapshot const& base, std::vector<TrackRecord> changed, std::vector<std::uint32_t> const& removed);

class SnapshotStore {
 public:
  /// Starts with an empty snapshot, version 0. `run`: random per start of the twin that makes the snapshots.
  explicit SnapshotStore(std::uint64_t run);

  /// The next version of latest(). One writer thread.
  std::shared_ptr<Snapshot const> publish(Instant time, std::vector<TrackRecord> changed,
                                          std::vector<std::uint32_t> const& removed);

  /// Replaces everything: a mirror took a whole snapshot, or applied a delta itself. One writer thread.
  void replace(std::shared_ptr<Snapshot const> snapshot);

  /// Never null. Any thread; never waits for a publication in progress.
  std::shared_ptr<Snapshot const> latest() const;

 private:
  // Held only while a pointer is copied (tens of ns). std::atomic<shared_ptr> of libstdc++ 12 spins on a lock bit too,
  // and its load() releases that bit with relaxed order, which the thread sanitizer rightly reports.
  mutable std::mutex mutex_;
  std::shared_ptr<Snapshot const> latest_;
};

} // namespace dalian::state
