#include "twin/fusion/entity.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::fusion {
namespace {

std::optional<float> given(float value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

void fill_motion(state::Track& track, Estimate const& e) {
  track.has_position = true;
  track.t_obs = e.t;
  track.t_rx = e.t_rx;
  track.provenance = e.provenance;
  track.position = {e.x[0], e.x[1]};
  track.altitude_m = given(e.altitude_m).value_or(0);
  track.velocity_east_mps = static_cast<float>(e.x[2]);
  track.velocity_north_mps = static_cast<float>(e.x[3]);
  for (std::size_t i = 0; i < e.p.size(); ++i)
    track.covariance[i] = static_cast<float>(e.p[i]);
  track.heading_deg = given(e.heading_deg);
  track.turn_rate_dps = given(e.turn_rate_dps);
  track.last_nis = given(e.nis);
}

} // namespace

Instant newest_of(Entity const& entity) {
  Estimate const& e = entity.motion.newest();
  if (!e.started) return entity.newest_detail;
  return entity.has_detail ? std::max(e.t, entity.newest_detail) : e.t;
}

void note_source(Entity& entity, std::uint32_t source, Instant t) {
  Contribution& newest = entity.newest_source;
  bool const is_first = entity.updates++ == 0;
  if (is_first) newest = {source, t};
  if (newest.source == source) { // nearly always there is one
    newest.t = std::max(newest.t, t);
    return;
  }
  auto& all = entity.other_sources;
  all.insert(all.begin(), newest);
  auto const it = std::find_if(all.begin(), all.end(), [&](Contribution const& c) { return c.source == source; });
  if (it == all.end())
    all.push_back({source, t});
  else
    it->t = std::max(it->t, t);
  std::sort(all.begin(), all.end(),
            [](Contribution const& a, Contribution const& b) { return a.t != b.t ? a.t > b.t : a.source < b.source; });
  newest = all.front();
  all.erase(all.begin());
  if (all.size() >= kMaxSources) all.pop_back();
}

void prefetch(Entity const& entity) {
  auto const* const begin = reinterpret_cast<char const*>(&entity);
  auto const* const end = reinterpret_cast<char const*>(&entity.fixed) + 64;
  for (auto const* at = begin; at < end; at += 64)
    __builtin_prefetch(at);
  __builtin_prefetch(&entity.fixed.nav_status);
}

state::Track to_track(Entity const& entity, std::vector<std::string> const& sources) {
  state::Track track = entity.fixed;
  track.kind = entity.kind;
  track.updates = entity.updates;
  track.sources.reserve(1 + entity.other_sources.size());
  track.sources.push_back(sources[entity.newest_source.source]);
  for (Contribution const& c : entity.other_sources)
    track.sources.push_back(sources[c.source]);
  if (entity.motion.newest().started) {
    fill_motion(track, entity.motion.newest());
  } else {
    track.t_obs = entity.newest_detail;
    track.t_rx = entity.detail_rx;
    track.provenance = entity.detail_provenance;
  }
  return track;
}

} // namespace dalian::fusion
