#pragma once
// Track → Mover: which shape, how large, where it points, how far it may be carried on.
#include "twin/state/track.hpp"
#include "twin/view/draw_records.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace dalian::view {

/// What is drawn for a track. AIS says "cargo", not what kind: size and hazard class decide (see the source); the
/// inspector shows what the ship itself states.
Shape shape_of(state::TrackView track);

struct Size {
  float length_m = 0, width_m = 0;
};
/// From the static data; nothing when it states none.
std::optional<Size> stated_size(state::TrackView track);
/// The usual size of a shape.
Size usual_size(Shape shape);

/// True north → grid north at a place of the map, the same for all places of one square kilometre (error ≤ 0.0002 rad).
/// A snapshot holds many tracks in few places, and the exact value costs more than the rest of a Mover.
class GridNorth {
 public:
  double convergence_rad(MapPoint p);
  double scale(MapPoint p);

 private:
  struct Cell {
    double convergence_rad, scale;
  };
  Cell const& cell(MapPoint p);
  std::unordered_map<std::uint64_t, Cell> cells_;
};

/// Nothing for a track that has ended or has no position. `now`: twin time, decides fresh or stale.
std::optional<Mover> to_mover(state::TrackView track, Instant now, GridNorth& north);

} // namespace dalian::view
