#pragma once
// What stands on made ground: cranes and container stacks along quays, cars on the car terminal, sheds behind.
#include "tools/bake/city/land_use.hpp"
#include "tools/bake/city/landscape.hpp"
#include "tools/bake/city/placer.hpp"
#include "tools/bake/city/streets.hpp"

namespace dalian::bake {

void fill_quay(Quay const& quay, Placer& placer);

/// Aprons and yards along the quay as parcels, for the ground's surface.
std::vector<layout::Parcel> quay_parcels(Quay const& quay);

/// Streets and blocks of a terminal behind its quays' own yards; empty where there is no room.
StreetPlan plan_hinterland(Reclamation const& made, std::vector<Quay> const& quays);

/// One lot per block, with a use drawn from those of a terminal's back land.
std::vector<Lot> terminal_lots(std::vector<Block> const& blocks);

/// Turbines on the wind-farm fields, in rows, each in its own wind.
void fill_wind_farm(Field const& field, Placer& placer);

} // namespace dalian::bake
