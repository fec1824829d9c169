#include "twin/state/snapshot_store.hpp"

#include "twin/state/snapshot_edit.hpp"

#include <cassert>
#include <utility>

namespace dalian::state {

Snapshot apply(Snapshot const& base, std::vector<TrackRecord> changed, std::vector<std::uint32_t> const& removed) {
  SnapshotEdit edit(base);
  for (TrackRecord& record : changed)
    edit.put(std::move(record));
  for (std::uint32_t const handle : removed)
    edit.remove(handle);
  return edit.finish();
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
