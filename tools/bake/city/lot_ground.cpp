#include "tools/bake/city/lot_ground.hpp"

#include "tools/bake/city/noise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::bake {

bool is_mirrored(Block const& block) {
  return KeyedRandom(mix(block.key, 2)).uniform() < 0.5;
}

bool lies_in(GroundPatch const& patch, Block const& block, MapPoint p, double margin_m) {
  // Which patches a lot has follows from its key and from where they lie.
  auto const draw = mix(block.key, 11 + static_cast<std::uint64_t>(1000 * patch.area[0] + 77 * patch.area[2]));
  if (patch.chance < 1 && to_unit(draw) >= patch.chance) return false;
  MapPoint const d = p - block.frame.origin;
  bool const mirrored = is_mirrored(block);
  double const low_v = mirrored ? 1 - patch.area[3] : patch.area[1],
               high_v = mirrored ? 1 - patch.area[1] : patch.area[3];
  double const middle_u = (patch.area[0] + patch.area[2]) / 2 * block.length_m,
               middle_v = (low_v + high_v) / 2 * block.depth_m;
  double const half_u = (patch.area[2] - patch.area[0]) / 2 * block.length_m + margin_m,
               half_v = (high_v - low_v) / 2 * block.depth_m + margin_m;
  double const u = (dot(d, block.frame.u()) - middle_u) / half_u, v = (dot(d, block.frame.v()) - middle_v) / half_v;
  return patch.round ? u * u + v * v <= 1 : std::max(std::abs(u), std::abs(v)) <= 1;
}

bool near_pond(Use const& use, Block const& block, MapPoint p, double margin_m) {
  return std::any_of(use.patches.begin(), use.patches.end(), [&](GroundPatch const& patch) {
    return patch.cover == layout::Cover::reservoir && lies_in(patch, block, p, margin_m);
  });
}

void stamp_patches(std::vector<Lot> const& lots, UseTable const& uses, layout::TerrainGrid& grid) {
  if (grid.spacing_m > 40) return;
  for (Lot const& lot : lots) {
    Use const* use = uses.find(lot.parcel.use);
    if (use == nullptr || use->patches.empty()) continue;
    Box const box = box_of(lot.block.outline);
    auto const first = [&](double v, double origin) { return std::max(0.0, std::ceil((v - origin) / grid.spacing_m)); };
    for (double row = first(box.low.north_m, grid.origin.north_m);
         row < grid.rows && grid.origin.north_m + row * grid.spacing_m <= box.high.north_m; ++row)
      for (double column = first(box.low.east_m, grid.origin.east_m);
           column < grid.columns && grid.origin.east_m + column * grid.spacing_m <= box.high.east_m; ++column) {
        MapPoint const p = grid.origin + grid.spacing_m * MapPoint{column, row};
        auto const i = static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column);
        if (grid.height_m[i] <= 0 || signed_distance_m(lot.block.outline, p) < 5) continue;
        for (GroundPatch const& patch : use->patches)
          if (lies_in(patch, lot.block, p)) grid.cover[i] = static_cast<std::uint8_t>(patch.cover);
      }
  }
}

} // namespace dalian::bake
