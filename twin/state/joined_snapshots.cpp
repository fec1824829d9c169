#include "twin/state/joined_snapshots.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dalian::state {
namespace {

/// Plots have no name: what two twins call so are two things.
std::string name_of(std::size_t twin, TrackView track) {
  auto const& entity = track.details().entity;
  return track->kind == Kind::unidentified ? std::to_string(twin) + "/" + entity : entity;
}

} // namespace

JoinedSnapshots::JoinedSnapshots(std::size_t twins, std::uint64_t run) : twins_(twins) {
  for (auto& twin : twins_)
    twin.snapshot = std::make_shared<Snapshot const>();
  auto empty = std::make_shared<Snapshot>();
  empty->run = run;
  joined_ = std::move(empty);
}

std::uint32_t JoinedSnapshots::joined_handle(std::size_t twin, std::uint32_t handle) const {
  auto const& known = twins_.at(twin).by_handle;
  return handle < known.size() && known[handle] != nullptr ? known[handle]->second.handle : 0;
}

JoinedSnapshots::Entities::value_type& JoinedSnapshots::entity_of(std::size_t twin, TrackView track) {
  auto& known = twins_[twin].by_handle;
  if (track->handle >= known.size()) known.resize(track->handle + 1);
  auto*& entity = known[track->handle];
  if (entity != nullptr) return *entity;
  auto const [place, fresh] = entities_.try_emplace(name_of(twin, track));
  if (fresh) {
    place->second.handle = ++last_handle_;
    place->second.handles.resize(twins_.size());
    place->second.shown = twin;
  }
  if (auto const other = std::exchange(place->second.handles[twin], track->handle); other != 0) known[other] = nullptr;
  entity = &*place;
  return *place;
}

void JoinedSnapshots::forget(std::size_t twin, std::uint32_t handle, std::vector<Entities::value_type*>& touched) {
  auto* const entity = std::exchange(twins_[twin].by_handle[handle], nullptr);
  if (entity == nullptr) return;
  entity->second.handles[twin] = 0;
  touched.push_back(entity);
}

/// Everything that may be shown otherwise now; some of it more than once.
std::vector<JoinedSnapshots::Entities::value_type*> JoinedSnapshots::take(std::size_t twin,
                                                                          std::shared_ptr<Snapshot const> snapshot) {
  std::vector<Entities::value_type*> touched;
  Twin& of = twins_[twin];
  auto const before = std::exchange(of.snapshot, snapshot);
  bool const same_run = before->run == snapshot->run;
  if (same_run)
    before->for_each_near_change(*snapshot, [&](TrackView track) {
      if (!snapshot->find(track->handle)) forget(twin, track->handle, touched);
    });
  else
    for (std::uint32_t handle = 0; handle < of.by_handle.size(); ++handle)
      forget(twin, handle, touched);
  snapshot->for_each_near_change(same_run ? *before : Snapshot{},
                                 [&](TrackView track) { touched.push_back(&entity_of(twin, track)); });
  return touched;
}

/// Known to one twin at least.
void JoinedSnapshots::choose(Entity& entity) const {
  auto const motion = [&](std::size_t twin) { return twins_[twin].snapshot->find(entity.handles[twin])->motion(); };
  std::size_t newest = twins_.size();
  for (std::size_t twin = 0; twin < twins_.size(); ++twin)
    if (entity.handles[twin] != 0 && (newest == twins_.size() || motion(twin).t_obs > motion(newest).t_obs))
      newest = twin;
  if (entity.handles[entity.shown] == 0 || motion(newest).t_obs - motion(entity.shown).t_obs > kHandover)
    entity.shown = newest;
}

TrackRecord JoinedSnapshots::record(Entity const& entity) const {
  auto const& snapshot = *twins_[entity.shown].snapshot;
  auto const handle = entity.handles[entity.shown];
  TrackRecord record(snapshot.find(handle)->motion(), snapshot.details_of(handle));
  record.motion.handle = entity.handle;
  return record;
}

std::shared_ptr<Snapshot const> JoinedSnapshots::put(std::size_t twin, std::shared_ptr<Snapshot const> snapshot) {
  assert(twin < twins_.size() && snapshot != nullptr);
  auto const touched = take(twin, std::move(snapshot));
  std::uint64_t const version = joined_->version + 1;
  std::vector<TrackRecord> changed;
  std::vector<std::uint32_t> removed;
  std::vector<std::string> gone;
  for (auto* const place : touched) {
    Entity& entity = place->second;
    if (std::exchange(entity.looked_at, version) == version) continue;
    if (std::ranges::all_of(entity.handles, [](auto handle) { return handle == 0; })) {
      removed.push_back(entity.handle);
      gone.push_back(place->first);
      continue;
    }
    choose(entity);
    auto now = record(entity);
    auto const shown = joined_->find(entity.handle);
    if (!shown || !(shown->motion() == now.motion) || joined_->details_of(entity.handle) != now.details)
      changed.push_back(std::move(now));
  }
  for (auto const& name : gone)
    entities_.erase(name);
  auto next = std::make_shared<Snapshot>(apply(*joined_, std::move(changed), removed));
  next->version = version;
  next->time = std::ranges::max(twins_, {}, [](Twin const& t) { return t.snapshot->time; }).snapshot->time;
  return joined_ = std::move(next);
}

} // namespace dalian::state
