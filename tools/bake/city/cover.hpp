#pragma once
// What covers the ground: classes from height, slope, shore distance, patches and noise at several scales, then
// villages and parcels stamped on top. No plain of one colour.
#include "tools/bake/city/ground.hpp"
#include "tools/bake/city/landscape.hpp"
#include "tools/bake/city/use_table.hpp"
#include "twin/layout/terrain.hpp"

#include <vector>

namespace dalian::bake {

struct Village {
  MapPoint centre;
  double radius_m;
  std::uint64_t key; // for draws
};

/// One every two square kilometres or so of gentle, dry, rural land.
std::vector<Village> find_villages(Sources const& sources, Country const& country, layout::TerrainGrid const& window);

/// Fills the cover of every sample; `shore_m` is its signed shore distance, as the ground was made with.
void classify(Sources const& sources, Country const& country, std::vector<float> const& shore_m,
              layout::TerrainGrid& grid);

void stamp_villages(std::vector<Village> const& villages, layout::TerrainGrid& grid);

/// Parcels in order: later ones lie on top. Surface and verge are those of their use; parcels outside zones have no
/// verge, unknown uses are industry.
void stamp_parcels(std::vector<layout::Parcel> const& parcels, UseTable const& uses, layout::TerrainGrid& grid);

} // namespace dalian::bake
