#pragma once
// One entity inside fusion: its motion with the recent past, what it says of itself, who reports it; and the track that
// all this makes for the outside.
#include "twin/fusion/merge_static.hpp"
#include "twin/fusion/track_ring.hpp"
#include "twin/state/track.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dalian::fusion {

/// A source that contributed, by its index, and the newest time of what it said.
struct Contribution {
  std::uint32_t source = 0;
  Instant t{};
};

/// More sources than this for one entity: the one silent for longest is forgotten.
inline constexpr std::size_t kMaxSources = 8;

struct Entity {
  TrackRing motion;
  Instant newest_detail{}; // t_obs of the newest observation without a fix; 0 = none
  bool has_detail = false;
  bool changed = false;              // since the last publication
  std::uint32_t hash = 0;            // of the id
  std::vector<Contribution> sources; // newest first; same time: by index, so that the order of arrival does not matter
  FieldTimes field_times{};
  Instant detail_rx{}; // reception and provenance of the newest observation without a fix
  Provenance detail_provenance = Provenance::unknown;
  state::Track fixed; // handle, entity, kind, updates and the details; motion fields are filled by to_track
};

/// t_obs of the newest observation of any kind that was used.
Instant newest_of(Entity const& entity);

void note_source(Entity& entity, std::uint32_t source, Instant t);

/// What the outside sees. `sources`: names by index.
state::Track to_track(Entity const& entity, std::vector<std::string> const& sources);

} // namespace dalian::fusion
