#pragma once
// Cameras that look at something.
#include "renderer/workplaces/workplace.hpp"

namespace dalian::workplaces {

/// Looks north-west over `place` from `distance_m` away, above ground.
scene::Camera camera_at(Surroundings const& around, MapPoint place, double distance_m = 700);

} // namespace dalian::workplaces
