#pragma once
// The sky of the picture as a weather station of the twin reports it.
#include "renderer/passes/picture_renderer.hpp"
#include "twin/view/weather_report.hpp"

namespace dalian::viewer {

/// Weather, visibility, clouds and wind, as far as the report tells them; what it does not tell stays. After set_light.
void set_live_weather(passes::PictureInput& input, view::WeatherReport const& report);

} // namespace dalian::viewer
