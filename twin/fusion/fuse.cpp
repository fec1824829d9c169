#include "twin/fusion/fuse.hpp"

#include "twin/fusion/entity.hpp"
#include "twin/fusion/entity_table.hpp"
#include "twin/fusion/inbox.hpp"
#include "twin/fusion/track_lifecycle.hpp"

#include <algorithm>
#include <deque>

namespace dalian::fusion {
namespace {

Provenance provenance_of(wire::Batch const& batch) {
  bool const known = batch.provenance() >= wire::UNKNOWN && batch.provenance() <= wire::RECORDED;
  return known ? static_cast<Provenance>(batch.provenance()) : Provenance::unknown;
}

Outcome outcome_of(Step step, bool late) {
  switch (step) {
  case Step::reset:
    return Outcome::reset;
  case Step::outranked:
    return Outcome::outranked;
  case Step::jump_held:
    return Outcome::jump_held;
  case Step::used:
    break;
  }
  return late ? Outcome::used_late : Outcome::used;
}

bool changes_track(Outcome outcome) {
  return outcome == Outcome::used || outcome == Outcome::used_late || outcome == Outcome::reset;
}

} // namespace

struct Fusion::Impl {
  Instant time{};
  std::uint32_t last_handle = 0;
  EntityTable table;
  std::deque<Entity> entities; // by slot; handle 0 = free
  std::vector<std::uint32_t> free_slots;
  std::vector<std::uint32_t> changed; // slots
  std::vector<std::uint32_t> removed; // handles
  ExpiryQueue expiry;
  std::vector<std::string> source_names;
  std::deque<OutcomeCounts> counts; // by source
  std::map<std::string, std::uint32_t, std::less<>> source_index;
  std::vector<std::uint32_t> hashes, slots_ahead; // of the batch in hand

  std::uint32_t source_of(std::string const& name) {
    auto const [it, is_new] = source_index.try_emplace(name, static_cast<std::uint32_t>(source_names.size()));
    if (is_new) {
      source_names.push_back(name);
      counts.emplace_back();
    }
    return it->second;
  }

  std::uint32_t find(std::uint32_t hash, std::string const& id) const {
    return table.find(hash, [&](std::uint32_t slot) { return entities[slot].fixed.entity == id; });
  }

  std::uint32_t create(std::uint32_t hash, std::string const& id, Admitted const& admitted) {
    std::uint32_t slot = static_cast<std::uint32_t>(entities.size());
    if (free_slots.empty()) {
      entities.emplace_back();
    } else {
      slot = free_slots.back();
      free_slots.pop_back();
    }
    Entity& entity = entities[slot];
    entity.hash = hash;
    entity.fixed.handle = ++last_handle;
    entity.fixed.entity = id;
    entity.kind = admitted.kind;
    table.insert(hash, slot);
    expiry.watch(slot, admitted.t_obs + end_limit(admitted.kind));
    return slot;
  }

  void mark_changed(std::uint32_t slot) {
    Entity& entity = entities[slot];
    if (!entity.changed) changed.push_back(slot);
    entity.changed = true;
  }

  void end_track(std::uint32_t slot) {
    Entity& entity = entities[slot];
    table.erase(entity.hash, slot);
    removed.push_back(entity.fixed.handle);
    entity = Entity{};
    free_slots.push_back(slot);
  }

  void pass_time(Instant t_twin) {
    time = t_twin;
    expiry.expire(
        time, [this](std::uint32_t slot) { return newest_of(entities[slot]) + end_limit(entities[slot].kind); },
        [this](std::uint32_t slot) { end_track(slot); });
  }

  /// A fix, perhaps with a detail beside it.
  static Outcome take_fix(Entity& entity, Admitted const& admitted) {
    TrackRing& motion = entity.motion;
    if (!motion.reaches(admitted.t_obs)) return Outcome::too_late;
    bool const late = motion.is_late(admitted.t_obs);
    return outcome_of(motion.take(admitted.fix, motion_model(entity.kind)), late);
  }

  /// Only a detail: its lateness counts against other details, for it does not move the track.
  static Outcome take_detail(Entity& entity, Admitted const& admitted, Provenance provenance) {
    bool const late = entity.has_detail && admitted.t_obs < entity.newest_detail;
    if (late && admitted.t_obs < entity.newest_detail - kLateLimit) return Outcome::too_late;
    if (!late) {
      entity.has_detail = true;
      entity.newest_detail = admitted.t_obs;
      entity.detail_rx = admitted.t_rx;
      entity.detail_provenance = provenance;
    }
    return late ? Outcome::used_late : Outcome::used;
  }

  /// The way of one observation: bounds and times → its entity → motion or detail → merged fields → sources.
  Outcome take_one(wire::Observation const& observation, std::uint32_t hash, std::uint32_t source,
                   Provenance provenance) {
    Admitted admitted;
    if (auto const reason = admit(observation, time, admitted)) return *reason;
    admitted.fix.source = source;
    admitted.fix.provenance = provenance;
    std::uint32_t slot = find(hash, observation.entity());
    if (slot == EntityTable::kAbsent) {
      if (admitted.t_obs + end_limit(admitted.kind) < time) return Outcome::expired;
      slot = create(hash, observation.entity(), admitted);
    }
    Entity& entity = entities[slot];
    Outcome const outcome = admitted.has_fix ? take_fix(entity, admitted) : take_detail(entity, admitted, provenance);
    if (outcome != Outcome::too_late) mark_changed(slot); // even a held fix can change what later ones made
    if (!changes_track(outcome)) return outcome;
    merge_detail(entity.fixed, entity.field_times, observation, admitted.t_obs);
    note_source(entity, source, admitted.t_obs);
    return outcome;
  }

  /// Touches the memory of an observation a few places ahead, so that it is there when its turn comes.
  void prefetch_entity(std::size_t i) {
    if (i >= hashes.size()) return;
    slots_ahead[i] = table.guess(hashes[i]);
    if (slots_ahead[i] != EntityTable::kAbsent) prefetch(entities[slots_ahead[i]]);
  }
  void prefetch_fixes(std::size_t i) const {
    if (i < hashes.size() && slots_ahead[i] != EntityTable::kAbsent) entities[slots_ahead[i]].motion.prefetch();
  }

  void take(wire::Batch const& batch) {
    constexpr std::size_t kAhead = 5, kFixesAhead = 2; // observations: about as long as a read from memory takes
    std::uint32_t const source = source_of(batch.source());
    Provenance const provenance = provenance_of(batch);
    hashes.clear();
    for (auto const& observation : batch.observations()) {
      hashes.push_back(EntityTable::hash(observation.entity()));
      table.prefetch(hashes.back());
    }
    slots_ahead.assign(hashes.size(), EntityTable::kAbsent);
    for (std::size_t i = 0; i < kAhead; ++i)
      prefetch_entity(i);
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      prefetch_entity(i + kAhead);
      prefetch_fixes(i + kFixesAhead);
      Outcome const outcome = take_one(batch.observations(static_cast<int>(i)), hashes[i], source, provenance);
      ++counts[source][static_cast<std::size_t>(outcome)];
    }
  }

  /// Slots of living entities in the order of their handles.
  std::vector<std::uint32_t> by_handle() const {
    std::vector<std::uint32_t> slots;
    slots.reserve(table.size());
    for (std::uint32_t slot = 0; slot < entities.size(); ++slot)
      if (entities[slot].fixed.handle != 0) slots.push_back(slot);
    sort_by_handle(slots);
    return slots;
  }

  void sort_by_handle(std::vector<std::uint32_t>& slots) const {
    std::sort(slots.begin(), slots.end(),
              [this](std::uint32_t a, std::uint32_t b) { return entities[a].fixed.handle < entities[b].fixed.handle; });
  }
};

Fusion::Fusion() : impl_(std::make_unique<Impl>()) {}
Fusion::~Fusion() = default;
Fusion::Fusion(Fusion&&) noexcept = default;
Fusion& Fusion::operator=(Fusion&&) noexcept = default;

void Fusion::take(Instant t_twin, wire::Batch const& batch) {
  impl_->pass_time(t_twin);
  impl_->take(batch);
}

void Fusion::advance(Instant t_twin) {
  impl_->pass_time(t_twin);
}

Instant Fusion::time() const {
  return impl_->time;
}

std::size_t Fusion::track_count() const {
  return impl_->table.size();
}

void Fusion::for_each(std::function<void(state::Track const&)> const& visit) const {
  for (std::uint32_t const slot : impl_->by_handle())
    visit(to_track(impl_->entities[slot], impl_->source_names));
}

Changes Fusion::take_changes() {
  Changes changes;
  auto& slots = impl_->changed;
  std::erase_if(slots, [this](std::uint32_t slot) { return !impl_->entities[slot].changed; }); // ended meanwhile
  impl_->sort_by_handle(slots);
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end()); // a slot that was freed and taken again
  changes.changed.reserve(slots.size());
  for (std::uint32_t const slot : slots) {
    impl_->entities[slot].changed = false;
    changes.changed.push_back(to_track(impl_->entities[slot], impl_->source_names));
  }
  slots.clear();
  changes.removed.swap(impl_->removed);
  std::sort(changes.removed.begin(), changes.removed.end());
  return changes;
}

std::map<std::string, Counters, std::less<>> Fusion::outcomes() const {
  std::map<std::string, Counters, std::less<>> result;
  for (std::size_t source = 0; source < impl_->source_names.size(); ++source)
    for (std::size_t i = 0; i < kOutcomes; ++i)
      if (std::uint64_t const n = impl_->counts[source][i]; n > 0)
        result[impl_->source_names[source]].add(to_string(static_cast<Outcome>(i)), n);
  return result;
}

} // namespace dalian::fusion
