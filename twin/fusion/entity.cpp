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
  auto& all = entity.sources;
  auto it = std::find_if(all.begin(), all.end(), [&](Contribution const& c) { return c.source == source; });
  if (it == all.end()) {
    it = all.insert(all.end(), {source, t});
  } else if (t <= it->t) {
    return;
  }
  it->t = t;
  for (; it != all.begin(); --it) { // nearly always there is one, and it is in front already
    auto const before = it - 1;
    if (before->t > it->t || (before->t == it->t && before->source < it->source)) break;
    std::iter_swap(before, it);
  }
  if (all.size() > kMaxSources) all.pop_back();
}

state::Track to_track(Entity const& entity, std::vector<std::string> const& sources) {
  state::Track track = entity.fixed;
  track.sources.reserve(entity.sources.size());
  for (Contribution const& c : entity.sources)
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
