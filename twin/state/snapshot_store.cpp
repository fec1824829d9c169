#include "twin/state/snapshot_store.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dalian::state {
namespace {

/// Copies chunks on their first write and remembers which are its own.
class Writer {
 public:
  explicit Writer(Snapshot& snapshot) : snapshot_(snapshot) {}

  void put(TrackRecord record) {
    std::uint32_t const slot = record.motion.handle % Snapshot::kChunk;
    Own& own = chunk_of(record.motion.handle);
    own.chunk->motion[slot] = record.motion;
    auto const& old = (*own.chunk->details)[slot];
    if (old != record.details && !(old && *old == *record.details)) details_of(own)[slot] = std::move(record.details);
  }

  void remove(std::uint32_t handle) {
    Own& own = chunk_of(handle);
    own.chunk->motion[handle % Snapshot::kChunk] = {};
    details_of(own)[handle % Snapshot::kChunk] = nullptr;
  }

  /// A chunk in which nothing is left goes away.
  void drop_empty() {
    for (std::size_t i = 0; i < own_.size(); ++i)
      if (own_[i].chunk != nullptr &&
          std::ranges::all_of(own_[i].chunk->motion, [](TrackMotion const& t) { return t.handle == 0; }))
        snapshot_.chunks[i] = nullptr;
  }

 private:
  struct Own {
    Snapshot::Chunk* chunk = nullptr;     // null: shared with the base
    Snapshot::Details* details = nullptr; // null: shared with the base
  };

  Own& chunk_of(std::uint32_t handle) {
    std::size_t const index = handle / Snapshot::kChunk;
    if (index >= snapshot_.chunks.size()) snapshot_.chunks.resize(index + 1);
    if (index >= own_.size()) own_.resize(snapshot_.chunks.size());
    if (own_[index].chunk == nullptr) copy(index);
    return own_[index];
  }

  void copy(std::size_t index) {
    auto const& old = snapshot_.chunks[index];
    auto fresh = old ? std::make_shared<Snapshot::Chunk>(*old) : std::make_shared<Snapshot::Chunk>();
    if (!old) fresh->details = std::make_shared<Snapshot::Details>();
    own_[index].chunk = fresh.get();
    snapshot_.chunks[index] = std::move(fresh);
  }

  static Snapshot::Details& details_of(Own& own) {
    if (own.details == nullptr) {
      auto fresh = std::make_shared<Snapshot::Details>(*own.chunk->details);
      own.details = fresh.get();
      own.chunk->details = std::move(fresh);
    }
    return *own.details;
  }

  Snapshot& snapshot_;
  std::vector<Own> own_;
};

} // namespace

Snapshot apply(Snapshot const& base, std::vector<TrackRecord> changed, std::vector<std::uint32_t> const& removed) {
  Snapshot next = base;
  Writer writer(next);
  for (TrackRecord& record : changed) {
    assert(record.motion.handle != 0 && record.details != nullptr);
    writer.put(std::move(record));
  }
  for (std::uint32_t const handle : removed)
    if (next.find(handle)) writer.remove(handle);
  if (!removed.empty()) writer.drop_empty();
  return next;
}

SnapshotStore::SnapshotStore(std::uint64_t run) {
  auto empty = std::make_shared<Snapshot>();
  empty->run = run;
  latest_ = std::move(empty);
}

std::shared_ptr<Snapshot const> SnapshotStore::publish(Instant time, std::vector<TrackRecord> changed,
                                                       std::vector<std::uint32_t> const& removed) {
  auto const base = latest();
  auto next = std::make_shared<Snapshot>(apply(*base, std::move(changed), removed));
  next->version = base->version + 1;
  next->time = time;
  replace(next);
  return next;
}

void SnapshotStore::replace(std::shared_ptr<Snapshot const> snapshot) {
  assert(snapshot != nullptr);
  std::lock_guard const lock(mutex_);
  latest_.swap(snapshot); // the old one dies after the lock, with `snapshot`
}

std::shared_ptr<Snapshot const> SnapshotStore::latest() const {
  std::lock_guard const lock(mutex_);
  return latest_;
}

} // namespace dalian::state
