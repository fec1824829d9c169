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

/// What every fix touches stands in front, in as few cache lines as it goes.
struct alignas(64) Entity {
  TrackRing motion;
  Instant newest_detail{}; // t_obs of the newest observation without a fix
  bool has_detail = false; // … there was one
  bool changed = false;    // since the last publication
  state::Kind kind = state::Kind::unspecified;
  std::uint32_t hash = 0; // of the id
  std::uint32_t updates = 0;
  Contribution newest_source;
  FieldTimes field_times{};

  state::Track fixed;                      // handle, id and the details; the rest is filled in by to_track
  std::vector<Contribution> other_sources; // newest first; same time: by index
  Instant detail_rx{};                     // reception and provenance of the newest observation without a fix
  Provenance detail_provenance = Provenance::unknown;
};

/// t_obs of the newest observation of any kind that was used.
Instant newest_of(Entity const& entity);

/// For each observation used; `entity.updates` counts them. The order of the list does not depend on that of arrival.
void note_source(Entity& entity, std::uint32_t source, Instant t);

/// Asks the processor for the memory of an entity a few observations before it is needed.
void prefetch(Entity const& entity);

/// What the outside sees. `sources`: names by index.
state::Track to_track(Entity const& entity, std::vector<std::string> const& sources);

} // namespace dalian::fusion
