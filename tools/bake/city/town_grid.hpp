#pragma once
// The made-up block grid of towns, shared by what covers the ground and what stands on it.
#include "tools/bake/city/landscape.hpp"

#include <cstdint>
#include <optional>

namespace dalian::bake {

enum class TownUse : std::uint8_t { park, offices, housing, works, low_rise };

struct TownBlock {
  MapPoint centre;
  double bearing_rad = 0; // of the streets
  double density = 0;     // about 0…1
  double street_m = 0;    // from the asked point to the middle of the nearest street
  TownUse use = TownUse::housing;
  std::uint64_t key = 0;
};

constexpr double kTownPitch_m = 205; // from street to street

/// The block that holds `p`; none outside the built-up land of every town. Where towns meet, the stronger one's grid
/// holds.
std::optional<TownBlock> town_block_at(Sources const& sources, Country const& country, MapPoint p);

} // namespace dalian::bake
