#pragma once
// One entity inside fusion: its motion with the recent past, what it says of itself, who reports it; and the track that
// all this makes for the outside.
#include "twin/fusion/integrity.hpp"
#include "twin/fusion/merge_static.hpp"
#include "twin/fusion/sensor_state.hpp"
#include "twin/fusion/track_ring.hpp"
#include "twin/state/track.hpp"

#include <cstdint>
#include <memory>
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

/// What most fixes do not touch.
struct EntityRest {
  FieldTimes field_times{};
  std::vector<Contribution> contributions; // by name, as details->sources; empty while there is one. May lag behind
  bool has_detail = false;                 // the rest: of the newest observation without a fix
  Provenance detail_provenance = Provenance::unknown;
  Instant newest_detail{}, detail_rx{};
  std::vector<SensorSeries> series; // by quantity
};

/// Handle 0: nothing here.
struct Entity {
  std::shared_ptr<state::TrackDetails const> details; // never null while there is an entity
  std::uint32_t handle = 0;
  std::uint32_t updates = 0;
  Instant last_heard{};            // newest t_obs of any observation used; never goes back
  std::uint32_t newest_source = 0; // who said it
  state::Kind kind = state::Kind::unspecified;
  bool changed = false;              // since the last publication
  std::uint8_t newest_source_at = 0; // in details->sources
  VesselStatus status;
  IntegrityWatch watch;
  std::unique_ptr<EntityRest> rest_part; // made when needed
  TrackRing motion;                      // last: its end is needed least

  EntityRest& rest() {
    if (!rest_part) rest_part = std::make_unique<EntityRest>();
    return *rest_part;
  }
};

/// For each observation used; counts it in `entity.updates`. The list does not depend on the order of arrival.
/// `names`: of the sources by index.
void note_source(Entity& entity, std::uint32_t source, Instant t, std::vector<std::string> const& names);

/// Asks the processor for the memory of an entity a few observations before it is needed, in three steps: each reads
/// the pointers of the one before.
void prefetch(Entity const& entity);
void prefetch_parts(Entity const& entity);
void prefetch_details(Entity const& entity);

/// What the outside sees.
state::TrackRecord to_record(Entity const& entity);

} // namespace dalian::fusion
