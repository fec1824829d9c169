#pragma once
// Roads, railways, rivers: route lines → strips of triangles with a flat carriageway, kerbs and footways or shoulders,
// and banks down to the ground (or the sides of a bridge deck where the ground is far below); where streets meet, one
// surface with rounded corners. `across` and `along` in metres let the shader draw lanes, markings, ballast and rails.
// Made once per city.
#include "renderer/scene/scene_types.hpp"
#include "twin/view/city_view.hpp"

namespace dalian::scene {

/// A run of a route, or a junction, that is culled as one.
struct RibbonChunk {
  glm::vec3 min_m{}, max_m{}; // metres from the scene's origin
  std::uint32_t first_index = 0, index_count = 0;
  std::uint32_t first_near = 0, near_count = 0; // kerbs and hedges, for a near eye
};

struct RibbonScene {
  std::vector<RibbonVertex> vertices;
  std::vector<std::uint32_t> indices; // of all chunks in order, then the near ones of all
  std::vector<RibbonChunk> chunks;
};

struct RibbonSettings {
  double lift_m = 0.08;    // of the surface above the line's height
  double shoulder_m = 1.2; // flat, beside the carriageway
  double bank_slope = 1.5; // metres out per metre down
  double bridge_m = 4.0;   // farther above the ground, or over water, it is a bridge
  double deck_m = 1.8;     // depth of a bridge deck
};

/// Routes with fewer than two points and test routes are left out (these are drawn as data; a road lies under them).
/// Corners are mitred, at most to 1.6 half-widths.
RibbonScene make_ribbons(view::City const& city, view::Terrain const& terrain, MapPoint origin,
                         RibbonSettings const& settings = {});

} // namespace dalian::scene
