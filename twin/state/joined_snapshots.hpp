#pragma once
// Several twins' snapshots as one city. An entity is known by its name whichever twin tells of it, so one that crosses
// from the zones of one twin to those of another keeps its handle, as it does when a twin is restarted or its stand-by
// goes on. One thread; no clock.
#include "twin/state/snapshot_store.hpp"

#include <cstddef>
#include <string>
#include <unordered_map>

namespace dalian::state {

class JoinedSnapshots {
 public:
  /// Where two twins tell of one thing, the one shown stays so until another has heard of it so much later.
  static constexpr Duration kHandover = std::chrono::seconds(2);

  /// `run`: of the joined snapshots.
  JoinedSnapshots(std::size_t twins, std::uint64_t run);
  JoinedSnapshots(JoinedSnapshots const&) = delete;
  JoinedSnapshots& operator=(JoinedSnapshots const&) = delete;

  /// What the city is once `twin`, from 0, shows `snapshot`. Costs what has changed since its one before.
  std::shared_ptr<Snapshot const> put(std::size_t twin, std::shared_ptr<Snapshot const> snapshot);

  std::shared_ptr<Snapshot const> latest() const { return joined_; } // never null
  /// The joined handle of what `twin` calls `handle` now; 0 when there is no such thing.
  std::uint32_t joined_handle(std::size_t twin, std::uint32_t handle) const;

 private:
  struct Entity {
    std::uint32_t handle = 0;           // joined
    std::vector<std::uint32_t> handles; // by twin; 0 = it does not know it
    std::size_t shown = 0;              // the twin whose track is shown
    std::uint64_t looked_at = 0;        // version for which it was chosen
  };
  using Entities = std::unordered_map<std::string, Entity>; // never walked through: its order shows nowhere
  struct Twin {
    std::shared_ptr<Snapshot const> snapshot;
    std::vector<Entities::value_type*> by_handle;
  };

  Entities::value_type& entity_of(std::size_t twin, TrackView track);
  void forget(std::size_t twin, std::uint32_t handle, std::vector<Entities::value_type*>& touched);
  std::vector<Entities::value_type*> take(std::size_t twin, std::shared_ptr<Snapshot const> snapshot);
  void choose(Entity& entity) const;
  TrackRecord record(Entity const& entity) const;

  Entities entities_;
  std::vector<Twin> twins_;
  std::uint32_t last_handle_ = 0;
  std::shared_ptr<Snapshot const> joined_;
};

} // namespace dalian::state
