#pragma once
// Street lamps along roads, where ribbon.frag draws the pools of their light.
#include "renderer/scene/light_point.hpp"
#include "twin/view/city_view.hpp"

#include <vector>

namespace dalian::scene {

inline constexpr double kLampStep_m = 32; // between lamps of one side: lamp_light in ribbon.frag

/// Appends, along every road that has lamps, one each 32 m on each side, the right side's half a step before the
/// left's.
void add_street_lamps(view::City const& city, MapPoint origin, std::vector<LightPoint>& out);

} // namespace dalian::scene
