#pragma once
// Where a model's lamps and beacons sit, found in its own geometry: a light wherever something is painted as one. Holds
// for users' models too. Pure; once per model.
#include "renderer/scene/light_point.hpp"
#include "renderer/scene/mesh_pack.hpp"

#include <vector>

namespace dalian::scene {

/// One lamp per lump of lamp or beacon material (vertices within 1.2 m of each other) of the finest level, in the
/// model's frame. A lump that looks one way shines that way; one below 1.6 m at an end is a vehicle's.
/// Beacons by ICAO annex 14, table 6-1: 32 cd steady below 45 m, 2000 cd flashing from there; lamps: modelled.
struct ModelLamps {
  std::vector<Lamp> lamps;
  bool vehicle = false; // its lamps are lit while it drives only
};
ModelLamps lamps_of(MeshPack const& models, std::uint32_t mesh);

} // namespace dalian::scene
