#include "twin/fusion/entity.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::fusion {
namespace {

std::optional<float> given(float value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

void fill_motion(state::TrackMotion& track, Estimate const& e) {
  Motion const motion = motion_of(e);
  track.has_position = true;
  track.t_obs = e.t();
  track.t_rx = e.last.t_rx();
  track.provenance = e.last.provenance;
  track.position = motion.position;
  track.altitude_m = given(e.last.altitude.value()).value_or(0);
  track.velocity_east_mps = motion.velocity_east_mps;
  track.velocity_north_mps = motion.velocity_north_mps;
  track.covariance = motion.covariance;
  track.heading_deg = given(e.last.heading_deg());
  track.turn_rate_dps = given(e.last.turn_rate.value());
  track.last_nis = given(e.nis);
}

std::vector<Contribution>::iterator find_source(std::vector<Contribution>& all, std::uint32_t source) {
  return std::ranges::find(all, source, &Contribution::source);
}

/// The names of `all` in their order become those of the track.
void list_sources(Entity& entity, std::vector<Contribution> const& all, std::vector<std::string> const& names) {
  auto details = std::make_shared<state::TrackDetails>(*entity.details);
  details->sources.clear();
  for (Contribution const& c : all)
    details->sources.push_back(names[c.source]);
  entity.details = std::move(details);
}

void add_source(Entity& entity, Contribution const& added, std::vector<std::string> const& names) {
  auto& all = entity.rest().contributions;
  auto const name = [&](Contribution const& c) -> std::string const& { return names[c.source]; };
  if (all.size() == kMaxSources) all.erase(std::ranges::min_element(all, {}, &Contribution::t));
  all.insert(std::ranges::upper_bound(all, names[added.source], {}, name), added);
  list_sources(entity, all, names);
}

} // namespace

void note_source(Entity& entity, std::uint32_t source, Instant t, std::vector<std::string> const& names) {
  bool const is_first = entity.updates++ == 0;
  Contribution const newest{entity.newest_source, entity.last_heard};
  entity.last_heard = std::max(entity.last_heard, t);
  if (is_first) {
    entity.newest_source = source;
    list_sources(entity, {{source, t}}, names);
    return;
  }
  if (newest.source == source) return; // nearly always there is one
  auto& all = entity.rest().contributions;
  if (all.empty()) all.push_back(newest);
  find_source(all, newest.source)->t = newest.t;
  auto it = find_source(all, source);
  if (it == all.end())
    add_source(entity, {source, t}, names);
  else
    it->t = std::max(it->t, t);
  it = std::ranges::max_element(all, {}, &Contribution::t); // same time: the first by name
  entity.newest_source = it->source;
  entity.newest_source_at = static_cast<std::uint8_t>(it - all.begin());
}

void prefetch(Entity const& entity) {
  auto const* const begin = reinterpret_cast<char const*>(&entity);
  for (auto const* at = begin; at < begin + sizeof entity; at += 64)
    __builtin_prefetch(at);
}

void prefetch_parts(Entity const& entity) {
  entity.motion.prefetch();
  __builtin_prefetch(&entity.details->entity);
  __builtin_prefetch(&entity.details->road);
  __builtin_prefetch(entity.rest_part.get());
}

void prefetch_details(Entity const& entity) {
  if (entity.kind == state::Kind::road_vehicle) __builtin_prefetch(&entity.details->road->vehicle_type);
}

state::TrackRecord to_record(Entity const& entity) {
  state::TrackMotion motion;
  motion.handle = entity.handle;
  motion.kind = entity.kind;
  motion.updates = entity.updates;
  motion.newest_source = entity.newest_source_at;
  motion.class_b = entity.status.class_b;
  motion.nav_status = entity.status.nav_status;
  if (entity.motion.newest().started) {
    fill_motion(motion, entity.motion.newest());
  } else if (entity.rest_part) {
    motion.t_obs = entity.rest_part->newest_detail;
    motion.t_rx = entity.rest_part->detail_rx;
    motion.provenance = entity.rest_part->detail_provenance;
  }
  return {motion, entity.details};
}

} // namespace dalian::fusion
