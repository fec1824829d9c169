#include "tools/bake/city/town_grid.hpp"

#include "tools/bake/city/noise.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::bake {
namespace {

Patch const* strongest_town(Sources const& sources, MapPoint p) {
  Patch const* best = nullptr;
  double most = 0;
  for (Patch const& patch : sources.patches) {
    if (patch.kind != "urban") continue;
    double const here = patch.at(p);
    if (here > most) {
      most = here;
      best = &patch;
    }
  }
  return best;
}

TownUse use_of(double density, std::uint64_t key) {
  double const u = to_unit(mix(key, 3));
  if (u < 0.10) return TownUse::park;
  if (density > 0.78 && u < 0.42) return TownUse::offices;
  if (density > 0.5 || u < 0.45) return TownUse::housing;
  return u < 0.60 ? TownUse::works : TownUse::low_rise;
}

} // namespace

std::optional<TownBlock> town_block_at(Sources const& sources, Country const& country, MapPoint p) {
  if (country.urban.at(p) < 0.2) return std::nullopt;
  Patch const* town = strongest_town(sources, p);
  if (town == nullptr) return std::nullopt;
  auto const key =
      mix(static_cast<std::uint64_t>(town->centre.east_m), static_cast<std::uint64_t>(town->centre.north_m));
  TownBlock block;
  block.bearing_rad = (to_unit(mix(key, 5)) - 0.5) * 0.7;
  MapPoint const u = along_bearing(block.bearing_rad), v = right_of(u);
  double const x = dot(p - town->centre, u) / kTownPitch_m, y = dot(p - town->centre, v) / kTownPitch_m;
  double const i = std::round(x), j = std::round(y);
  block.centre = town->centre + kTownPitch_m * (i * u + j * v);
  block.street_m = (0.5 - std::max(std::abs(x - i), std::abs(y - j))) * kTownPitch_m;
  block.key = mix(key, static_cast<std::uint64_t>(static_cast<std::int64_t>((i + 4096) * 8192 + j)));
  block.density = std::min(1.1, country.urban.at(block.centre) + 0.12 * fractal(block.centre, {800, 2, 141}));
  if (block.density < 0.34 + 0.2 * to_unit(mix(block.key, 4))) return std::nullopt;
  block.use = use_of(block.density, block.key);
  return block;
}

} // namespace dalian::bake
