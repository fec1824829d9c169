#pragma once
// A snapshot in the making: another one with some tracks changed. Chunks are copied on their first write, those that
// are not written stay shared. One thread.
#include "twin/state/snapshot.hpp"

#include <cstdint>
#include <vector>

namespace dalian::state {

class SnapshotEdit {
 public:
  explicit SnapshotEdit(Snapshot const& base) : snapshot_(base) {}

  /// `record.motion.handle` is not 0, `record.details` not null.
  void put(TrackRecord&& record);
  /// Only the motion of a track that is there; false, and nothing done, when it is not.
  bool move(TrackMotion const& motion);
  /// A handle that is not there is ignored.
  void remove(std::uint32_t handle);

  /// What came of it, once; version, run and time are those of the base. A chunk in which nothing is left goes away.
  Snapshot finish();

 private:
  struct Own {
    Snapshot::Chunk* chunk = nullptr;     // null: shared with the base
    Snapshot::Details* details = nullptr; // null: shared with the base
  };
  Own& chunk_of(std::uint32_t handle);
  void copy(std::size_t index);
  static Snapshot::Details& details_of(Own& own);

  Snapshot snapshot_;
  std::vector<Own> own_; // by chunk
  bool removed_ = false;
};

} // namespace dalian::state
