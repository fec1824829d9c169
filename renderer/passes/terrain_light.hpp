#pragma once
// How much of the sun reaches each sample of the ground: hills shade what lies behind them. Pure arithmetic.
#include "twin/view/city_view.hpp"

#include <cstdint>
#include <glm/vec3.hpp>
#include <vector>

namespace dalian::passes {

/// Height under which each sample of `grid` lies in the shade of other ground, metres; the sea is level ground. One
/// sweep away from the sun. `around` (may be null) and its own answer start the sweep at the rim: the shade of hills
/// outside `grid`.
std::vector<float> shade_heights(view::TerrainGrid const& grid, glm::vec3 to_sun,
                                 view::TerrainGrid const* around = nullptr,
                                 std::vector<float> const* around_shade = nullptr);

/// 0 in shade … 1 in the sun, by how far the ground rises out of the shade; the edge is as soft as the sun's disc.
float sun_share(float height_m, float shade_height_m, double spacing_m);

/// A sample: height, slope east, slope north, share of the sun, as four halves from the lowest bits on.
using GroundSurface = std::vector<std::uint64_t>;

/// What the GPU reads of the ground under one sun. Takes a few tenths of a second; any thread.
struct GroundLight {
  glm::vec3 to_sun{0, 0, 2}; // not a direction: of no sun yet
  float cloud_cover = 0;
  GroundSurface window;
  std::vector<GroundSurface> details; // as in the terrain
};
/// `cloud_cover` 0…1: see scene::sun_past_clouds.
GroundLight light_ground(view::Terrain const& terrain, glm::vec3 to_sun, float cloud_cover = 0);

} // namespace dalian::passes
