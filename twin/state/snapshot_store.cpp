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

  Track& slot(std::uint32_t handle) {
    std::size_t const index = handle / Snapshot::kChunk;
    if (index >= snapshot_.chunks.size()) snapshot_.chunks.resize(index + 1);
    if (index >= own_.size()) own_.resize(snapshot_.chunks.size());
    if (own_[index] == nullptr) own_[index] = copy(index);
    return (*own_[index])[handle % Snapshot::kChunk];
  }

  /// A chunk in which nothing is left goes away.
  void drop_empty() {
    for (std::size_t i = 0; i < own_.size(); ++i)
      if (own_[i] != nullptr &&
          std::all_of(own_[i]->begin(), own_[i]->end(), [](Track const& t) { return t.handle == 0; }))
        snapshot_.chunks[i] = nullptr;
  }

 private:
  Snapshot::Chunk* copy(std::size_t index) {
    auto const& old = snapshot_.chunks[index];
    auto fresh = old ? std::make_shared<Snapshot::Chunk>(*old) : std::make_shared<Snapshot::Chunk>(Snapshot::kChunk);
    auto* const own = fresh.get();
    snapshot_.chunks[index] = std::move(fresh);
    return own;
  }

  Snapshot& snapshot_;
  std::vector<Snapshot::Chunk*> own_;
};

} // namespace

Snapshot apply(Snapshot const& base, std::vector<Track> changed, std::vector<std::uint32_t> const& removed) {
  Snapshot next = base;
  Writer writer(next);
  for (Track& track : changed) {
    assert(track.handle != 0);
    Track& slot = writer.slot(track.handle);
    slot = std::move(track);
  }
  for (std::uint32_t const handle : removed)
    if (next.find(handle) != nullptr) writer.slot(handle) = Track{};
  if (!removed.empty()) writer.drop_empty();
  return next;
}

SnapshotStore::SnapshotStore(std::uint64_t run) {
  auto empty = std::make_shared<Snapshot>();
  empty->run = run;
  latest_ = std::move(empty);
}

std::shared_ptr<Snapshot const> SnapshotStore::publish(Instant time, std::vector<Track> changed,
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
