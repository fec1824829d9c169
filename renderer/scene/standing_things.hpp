#pragma once
// Things that stand, beside the baked city, and that may be elsewhere in the next frame: what a planner has in hand.
// They go the way of the movers, so nothing of the still city is uploaded anew.
#include "renderer/scene/mesh_pack.hpp"
#include "twin/base/geo.hpp"

#include <glm/vec3.hpp>
#include <span>

namespace dalian::scene {

struct StandingThing {
  std::string model;      // of the baked models; what is not there is not drawn
  MapPoint at;            // of its middle
  double ground_m = 0;    // height it stands on
  double heading_rad = 0; // grid, clockwise from north
  glm::dvec3 size_m{};    // along the model's x, y, z; 0 = the model's own
  std::uint32_t entity = 0;
  bool operator==(StandingThing const&) const = default;
};

/// Entities of things begin here: above all handles of movers, below ENTITY_ROUTE.
inline constexpr std::uint32_t kStandingEntity = 0x20000000U;

/// Appends to `out`.
void append_standing(std::span<StandingThing const> things, MeshPack const& models, MapPoint origin,
                     std::vector<MoverInstance>& out);

} // namespace dalian::scene
