#include "twin/fusion/partition.hpp"

#include "twin/fusion/entity_bytes.hpp"

#include <algorithm>

namespace dalian::fusion {
namespace {

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

/// A fix, perhaps with a detail beside it.
Outcome take_fix(Entity& entity, Admitted const& admitted, Parameters const& parameters) {
  TrackRing& motion = entity.motion;
  if (!motion.reaches(admitted.t_obs)) return Outcome::too_late;
  bool const late = motion.is_late(admitted.t_obs);
  return outcome_of(motion.take(Fix(admitted.fix), {parameters.of(entity.kind), parameters.fixes}), late);
}

void note_detail(EntityRest& rest, Admitted const& admitted, Provenance provenance) {
  if (rest.has_detail && admitted.t_obs < rest.newest_detail) return;
  rest.has_detail = true;
  rest.newest_detail = admitted.t_obs;
  rest.detail_rx = admitted.t_rx;
  rest.detail_provenance = provenance;
}

/// Only a detail: its lateness counts against other details, for it does not move the track.
Outcome take_detail(Entity& entity, Admitted const& admitted, Provenance provenance) {
  EntityRest& rest = entity.rest();
  bool const late = rest.has_detail && admitted.t_obs < rest.newest_detail;
  if (late && admitted.t_obs < rest.newest_detail - kLateLimit) return Outcome::too_late;
  note_detail(rest, admitted, provenance);
  return late ? Outcome::used_late : Outcome::used;
}

/// A value: its lateness counts against others of its quantity.
Outcome take_reading(Entity& entity, wire::SensorValue const& value, Admitted const& admitted) {
  auto& series = entity.rest().series;
  auto const taken = take_value(series, value, admitted.t_obs);
  if (taken == SensorSeries::Taken::too_late) return Outcome::too_late;
  auto details = std::make_shared<state::TrackDetails>(*entity.details);
  details->readings = readings_of(series);
  entity.details = std::move(details);
  return taken == SensorSeries::Taken::late ? Outcome::used_late : Outcome::used;
}

void watch(Entity& entity, Measurement const& fix, Outcome outcome, Surroundings const& around) {
  Fit const fit = outcome == Outcome::reset ? Fit::reset : outcome == Outcome::jump_held ? Fit::held : Fit::within;
  IntegrityFix const seen{
      fix.t, fix.position, fix.sigma_m, fix.has_velocity, fix.velocity_east_mps, fix.velocity_north_mps, fit};
  if (!entity.watch.note(seen, around.parameters.integrity_of(entity.kind), around.surface)) return;
  auto details = std::make_shared<state::TrackDetails>(*entity.details);
  details->integrity = entity.watch.raised();
  entity.details = std::move(details);
}

void merge(Entity& entity, wire::Observation const& observation, Instant t_obs) {
  auto const detail = observation.detail_case();
  if (detail == wire::Observation::kVesselState)
    merge_status(entity.status, observation.vessel_state(), t_obs);
  else if (detail != wire::Observation::DETAIL_NOT_SET && detail != wire::Observation::kSensor)
    merge_detail(entity.details, entity.rest().field_times, observation, t_obs);
}

/// Motion or detail or value.
Outcome take_into(Entity& entity, wire::Observation const& observation, Admitted const& admitted,
                  Arrival const& arrival, Surroundings const& around) {
  if (!admitted.has_fix && observation.has_sensor()) {
    Outcome const outcome = take_reading(entity, observation.sensor(), admitted);
    if (outcome != Outcome::too_late) note_detail(entity.rest(), admitted, arrival.provenance);
    return outcome;
  }
  if (!admitted.has_fix) return take_detail(entity, admitted, arrival.provenance);
  Outcome const outcome = take_fix(entity, admitted, around.parameters);
  bool const judged = outcome != Outcome::too_late && outcome != Outcome::outranked;
  if (judged) watch(entity, admitted.fix, outcome, around);
  if (changes_track(outcome) && observation.has_sensor()) take_reading(entity, observation.sensor(), admitted);
  return outcome;
}

} // namespace

std::uint32_t Partition::find(std::uint64_t hash, std::string const& id) const {
  return table_.find(static_cast<std::uint32_t>(hash),
                     [&](std::uint32_t slot) { return store_[slot].details->entity == id; });
}

std::uint32_t Partition::create(std::uint64_t hash, std::string const& id, Admitted const& admitted,
                                float end_after_s) {
  std::uint32_t const slot = store_.take();
  Entity& entity = touch(slot);
  entity.handle = ++created_ * kHandleStride + number_;
  entity.kind = admitted.kind;
  auto details = std::make_shared<state::TrackDetails>();
  details->entity = id;
  entity.details = std::move(details);
  table_.insert(static_cast<std::uint32_t>(hash), slot);
  expiry_.watch(slot, admitted.t_obs + from_seconds(end_after_s));
  return slot;
}

void Partition::mark_changed(std::uint32_t slot) {
  Entity& entity = store_[slot];
  if (!entity.changed) changed_.push_back(slot);
  entity.changed = true;
}

void Partition::note_changed(std::uint64_t hash, std::uint32_t handle) {
  std::uint32_t const slot =
      table_.find(static_cast<std::uint32_t>(hash), [&](std::uint32_t at) { return store_[at].handle == handle; });
  if (slot != EntityTable::kAbsent) mark_changed(slot);
}

void Partition::end_track(std::uint32_t slot) {
  Entity const& entity = touch(slot);
  table_.erase(static_cast<std::uint32_t>(entity_hash(entity.details->entity)), slot);
  removed_.push_back(entity.handle);
  store_.free(slot);
}

void Partition::end_silent(Instant t_twin, Parameters const& parameters) {
  expiry_.expire(
      t_twin,
      [&](std::uint32_t slot) {
        return store_[slot].last_heard + from_seconds(parameters.of(store_[slot].kind).end_after_s);
      },
      [this](std::uint32_t slot) { end_track(slot); });
}

Outcome Partition::take(Arrival const& arrival, Instant t_twin, Surroundings const& around) {
  wire::Observation const& observation = *arrival.observation;
  Admitted admitted;
  InboxRules const rules{around.parameters, around.projection, arrival.correction};
  if (auto const reason = admit(observation, t_twin, rules, admitted)) return *reason;
  admitted.fix.provenance = arrival.provenance;
  std::uint32_t slot = find(arrival.hash, observation.entity());
  if (slot == EntityTable::kAbsent) {
    float const end_after_s = around.parameters.of(admitted.kind).end_after_s;
    if (admitted.t_obs + from_seconds(end_after_s) < t_twin) return Outcome::expired;
    slot = create(arrival.hash, observation.entity(), admitted, end_after_s);
  }
  Entity& entity = touch(slot);
  Outcome const outcome = take_into(entity, observation, admitted, arrival, around);
  if (outcome != Outcome::too_late) mark_changed(slot); // even a held fix can change what later ones made
  if (!changes_track(outcome)) return outcome;
  merge(entity, observation, admitted.t_obs);
  note_source(entity, arrival.source, admitted.t_obs, around.source_names);
  return outcome;
}

void Partition::take_changes(std::vector<ChangedEntity>& changed, std::vector<std::uint32_t>& removed) {
  constexpr std::size_t kAhead = 8;
  for (std::size_t i = 0; i < changed_.size(); ++i) {
    if (i + kAhead < changed_.size()) __builtin_prefetch(&store_[changed_[i + kAhead]].changed);
    Entity& entity = store_[changed_[i]];
    if (!entity.changed) continue; // ended meanwhile, or noted twice because its slot was freed and taken again
    entity.changed = false;
    changed.push_back({entity.handle, &entity});
  }
  changed_.clear();
  removed.insert(removed.end(), removed_.begin(), removed_.end());
  removed_.clear();
}

PartitionSave Partition::save() const {
  PartitionSave save(store_, created_);
  while (!save.complete())
    save.write_next(store_);
  return save;
}

PartitionSave Partition::take_save() {
  PartitionSave save = std::move(*save_);
  save_.reset();
  return save;
}

bool Partition::load(std::string_view bytes, Surroundings const& around) {
  ByteReader in(bytes);
  std::uint32_t count = 0, last = 0;
  in(created_, count);
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint32_t const slot = store_.take();
    Entity& entity = store_[slot];
    if (!read_entity(in, entity, around.source_names)) return false;
    std::string const& id = entity.details->entity;
    std::uint64_t const hash = entity_hash(id);
    bool const mine = partition_of(hash) == number_ && entity.handle % kHandleStride == number_ &&
                      entity.handle > last && entity.handle / kHandleStride <= created_;
    if (!mine || find(hash, id) != EntityTable::kAbsent) return false;
    last = entity.handle;
    table_.insert(static_cast<std::uint32_t>(hash), slot);
    expiry_.watch(slot, entity.last_heard + from_seconds(around.parameters.of(entity.kind).end_after_s));
    mark_changed(slot);
  }
  return in.ok() && in.left() == 0;
}

} // namespace dalian::fusion
