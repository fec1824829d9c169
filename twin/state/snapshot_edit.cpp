#include "twin/state/snapshot_edit.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dalian::state {

void SnapshotEdit::put(TrackRecord&& record) {
  assert(record.motion.handle != 0 && record.details != nullptr);
  std::uint32_t const slot = record.motion.handle % Snapshot::kChunk;
  Own& own = chunk_of(record.motion.handle);
  own.chunk->motion[slot] = record.motion;
  auto const& old = (*own.chunk->details)[slot];
  if (old != record.details && !(old && *old == *record.details)) details_of(own)[slot] = std::move(record.details);
}

bool SnapshotEdit::move(TrackMotion const& motion) {
  if (!snapshot_.find(motion.handle)) return false;
  chunk_of(motion.handle).chunk->motion[motion.handle % Snapshot::kChunk] = motion;
  return true;
}

void SnapshotEdit::remove(std::uint32_t handle) {
  if (!snapshot_.find(handle)) return;
  Own& own = chunk_of(handle);
  own.chunk->motion[handle % Snapshot::kChunk] = {};
  details_of(own)[handle % Snapshot::kChunk] = nullptr;
  removed_ = true;
}

Snapshot SnapshotEdit::finish() {
  auto const is_empty = [](Own const& own) {
    return own.chunk != nullptr &&
           std::ranges::all_of(own.chunk->motion, [](TrackMotion const& t) { return t.handle == 0; });
  };
  for (std::size_t i = 0; removed_ && i < own_.size(); ++i)
    if (is_empty(own_[i])) snapshot_.chunks[i] = nullptr;
  return std::move(snapshot_);
}

SnapshotEdit::Own& SnapshotEdit::chunk_of(std::uint32_t handle) {
  std::size_t const index = handle / Snapshot::kChunk;
  if (index >= snapshot_.chunks.size()) snapshot_.chunks.resize(index + 1);
  if (index >= own_.size()) own_.resize(snapshot_.chunks.size());
  if (own_[index].chunk == nullptr) copy(index);
  return own_[index];
}

void SnapshotEdit::copy(std::size_t index) {
  auto const& old = snapshot_.chunks[index];
  auto fresh = old ? std::make_shared<Snapshot::Chunk>(*old) : std::make_shared<Snapshot::Chunk>();
  if (!old) fresh->details = std::make_shared<Snapshot::Details>();
  own_[index].chunk = fresh.get();
  snapshot_.chunks[index] = std::move(fresh);
}

Snapshot::Details& SnapshotEdit::details_of(Own& own) {
  if (own.details == nullptr) {
    auto fresh = std::make_shared<Snapshot::Details>(*own.chunk->details);
    own.details = fresh.get();
    own.chunk->details = std::move(fresh);
  }
  return *own.details;
}

} // namespace dalian::state
