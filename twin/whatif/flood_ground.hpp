#pragma once
// The ground of one zone for the engine `flood`: terrain on a grid with a margin about the zone, sea, and what of the
// rain runs off by the parcels upon it. Cells lie on multiples of their size, so that no edit of an outline shifts
// them.
#include "twin/flood/water_sheet.hpp"
#include "twin/layout/terrain.hpp"
#include "twin/plan/polygon.hpp"

namespace dalian::whatif {

inline constexpr double kFloodCell_m = 50, kFloodMargin_m = 400;

struct ZoneGround {
  MapPoint first; // middle of the south-western cell
  flood::Ground ground;
  std::vector<std::uint8_t> inside; // the zone: 1

  /// The cell that holds a point; nothing off the grid.
  std::optional<std::size_t> cell_at(MapPoint p) const;
};

/// Visits the cells whose middle lies in a simple ring, row by row.
void for_cells_in(ZoneGround const& zone, plan::MapRing const& ring, std::function<void(std::size_t)> const& visit);

/// Heights and sea of the terrain; everything else as flood::flat_ground() has it, edges open. Sea is what the terrain
/// covers so; land below mean sea level behind it stays land.
ZoneGround zone_ground(plan::MapRing const& outline, layout::Terrain const& terrain, double manning);

/// What an ordinary high water at `level_m` reaches from the sea is sea: it stands as the sea does, and a road there is
/// on a dam or bridge that the terrain does not have.
void give_to_sea(flood::Ground& ground, double level_m);

} // namespace dalian::whatif
