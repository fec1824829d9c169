#pragma once
// The light of a picture at an instant and place: sun, moon, exposure, air, the hour of the windows.
#include "renderer/passes/picture_renderer.hpp"
#include "twin/base/time.hpp"

namespace dalian::viewer {

/// Fills what follows from the instant and from where input.eye stands.
void set_light(passes::PictureInput& input, Instant light);

} // namespace dalian::viewer
