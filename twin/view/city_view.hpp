#pragma once
// The twin as the screen sees it at one instant: movers to draw, and answers about one of them.
#include "twin/base/time.hpp"
#include "twin/layout/city.hpp"
#include "twin/layout/terrain.hpp"
#include "twin/state/snapshot.hpp"
#include "twin/view/draw_records.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace dalian::view {

using layout::City;
using layout::Cover;
using layout::Place;
using layout::Placement;
using layout::Route;
using layout::RouteClass;
using layout::Terrain;
using layout::TerrainGrid;
using layout::Zone;

/// Immutable; made once per snapshot version, shared between threads.
class CityView {
 public:
  explicit CityView(std::shared_ptr<state::Snapshot const> snapshot);

  std::uint64_t version() const;
  Instant time() const; // twin time of the snapshot
  std::vector<Mover> const& movers() const { return movers_; }
  /// Everything that is known, for tables that rows cannot hold.
  state::Snapshot const& snapshot() const { return *snapshot_; }

  /// Short text for hover and labels: the name, else the entity id. Empty for an unknown handle.
  std::string label(std::uint32_t handle) const;
  std::optional<Inspection> inspect(std::uint32_t handle, Instant now) const;

 private:
  std::shared_ptr<state::Snapshot const> snapshot_;
  std::vector<Mover> movers_;
};

} // namespace dalian::view
