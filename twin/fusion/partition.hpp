#pragma once
// One of the 64 parts of the state, with all entities whose id hashes to it: takes their observations in the order of
// the log and knows nothing of the other parts. One thread at a time.
#include "twin/fusion/entity_hash.hpp"
#include "twin/fusion/entity_store.hpp"
#include "twin/fusion/entity_table.hpp"
#include "twin/fusion/inbox.hpp"
#include "twin/fusion/saved_state.hpp"
#include "twin/fusion/track_lifecycle.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::fusion {

/// An observation on its way to its partition.
struct Arrival {
  wire::Observation const* observation;
  std::uint64_t hash; // of the entity's id
  std::uint32_t source;
  std::uint32_t record; // which record of the call brought it
  Provenance provenance;
  Duration correction; // to be taken off its times
};

/// What a partition must know and does not own.
struct Surroundings {
  Parameters const& parameters;
  std::vector<std::string> const& source_names;
  SurfaceMap const* surface;   // null: nobody knows land from sea
  ProjectionCache& projection; // of the thread
};

/// An entity to be published again. Its handle beside it: the entity itself is a cache miss.
struct ChangedEntity {
  std::uint32_t handle;
  Entity const* entity;
};

class Partition {
 public:
  explicit Partition(std::uint32_t number) : number_(number) {}

  /// Tracks that have been silent too long end. Cheap when none has.
  void pass_time(Instant t_twin, Parameters const& parameters) {
    if (expiry_.next() < t_twin) end_silent(t_twin, parameters);
  }

  /// The way of one observation: bounds and times → its entity → motion or detail → merged fields → sources.
  Outcome take(Arrival const& arrival, Instant t_twin, Surroundings const& around);

  /// Four steps of touching the memory that take() will need, each a few observations after the one before.
  void prefetch_bucket(std::uint64_t hash) const { table_.prefetch(static_cast<std::uint32_t>(hash)); }
  void prefetch_entity(std::uint64_t hash) const {
    if (auto const slot = guess(hash); slot != EntityTable::kAbsent) prefetch(store_[slot]);
  }
  void prefetch_parts(std::uint64_t hash) const {
    if (auto const slot = guess(hash); slot != EntityTable::kAbsent) fusion::prefetch_parts(store_[slot]);
  }

  void prefetch_details(std::uint64_t hash) const {
    if (auto const slot = guess(hash); slot != EntityTable::kAbsent) fusion::prefetch_details(store_[slot]);
  }

  std::size_t size() const { return table_.size(); }
  EntityStore const& entities() const { return store_; }

  /// Since the last call: entities that changed (to be read before the next change), and handles that ended; unordered.
  void take_changes(std::vector<ChangedEntity>& changed, std::vector<std::uint32_t>& removed);

  /// Publishes the entity again though nothing was said of it; nothing when it has ended.
  void note_changed(std::uint64_t hash, std::uint32_t handle);

  /// The state as of now, at once …
  PartitionSave save() const;
  /// … or spread: what changes before save_next() has come to it is written first.
  void begin_save() { save_.emplace(store_, created_); }
  std::size_t save_next() { return save_->write_next(store_); }
  bool saved() const { return save_->complete(); }
  PartitionSave take_save();

  /// Into a fresh partition. False when the bytes are no use. All that is read counts as changed.
  bool load(std::string_view bytes, Surroundings const& around);

 private:
  /// Every change of an entity goes through here.
  Entity& touch(std::uint32_t slot) {
    if (save_) save_->before_change(store_, slot);
    return store_[slot];
  }
  std::uint32_t guess(std::uint64_t hash) const { return table_.guess(static_cast<std::uint32_t>(hash)); }
  std::uint32_t find(std::uint64_t hash, std::string const& id) const;
  std::uint32_t create(std::uint64_t hash, std::string const& id, Admitted const& admitted, float end_after_s);
  void end_silent(Instant t_twin, Parameters const& parameters);
  void end_track(std::uint32_t slot);
  void mark_changed(std::uint32_t slot);

  std::uint32_t number_;
  std::uint32_t created_ = 0; // handles given out: created · kHandleStride + number
  EntityTable table_;
  EntityStore store_;
  ExpiryQueue expiry_;
  std::vector<std::uint32_t> changed_; // slots
  std::vector<std::uint32_t> removed_; // handles
  std::optional<PartitionSave> save_;  // while one is being made
};

} // namespace dalian::fusion
