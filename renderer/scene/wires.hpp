#pragma once
// Conductors of the power lines: sagging wires between the towers, as points of thin lines. Made once per city.
#include "renderer/scene/scene_types.hpp"
#include "twin/view/city_view.hpp"

namespace dalian::scene {

/// The wires of one span: culled as one.
struct WireChunk {
  glm::vec3 min_m{}, max_m{}; // metres from the scene's origin
  std::uint32_t first = 0, count = 0;
};

/// Segment i runs from point i to point i + 1, unless point i ends a wire.
struct WireScene {
  std::vector<WirePoint> points;
  std::vector<WireChunk> chunks;
};

/// Where wires hang on a tower of assets/models/grammar/pylon.toml, metres right of its axis and above its foot; and on
/// a substation's gantry.
struct WireHook {
  double right_m, tower_m, gantry_right_m, gantry_m;
};
inline constexpr WireHook kWireHooks[] = {
    {-5.2, 25.3, -7.5, 13}, {-6.8, 30.9, -4.5, 13}, {-5.2, 36.5, -1.5, 13}, {5.2, 25.3, 7.5, 13},
    {6.8, 30.9, 4.5, 13},   {5.2, 36.5, 1.5, 13},   {0, 45, 0, 16}, // the last is the earth wire
};
inline constexpr double kPylonHeight_m = 45;

/// Mid-span sag of a level span: w·L² / (8·H) (parabola; Kiessling et al. 2003, §14), w = 13.2 N/m and H = 26 kN for a
/// 400 mm² steel-cored conductor at a quarter of its strength; spans between tall towers carry three times that.
double sag_m(double span_m, bool tall);

WireScene make_wires(view::City const& city, MapPoint origin);

} // namespace dalian::scene
