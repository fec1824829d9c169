#pragma once
// The weather of a picture: chosen by the user, never live. What it does to air, light and ground.
#include "renderer/passes/frame_context.hpp"

#include <optional>
#include <string_view>

namespace dalian::passes {

/// "clear", "haze", "rain", "snow"; nothing for another word.
std::optional<Weather> weather_of(std::string_view name);
std::string_view name_of(Weather weather);

/// Sets the weather, its visibility (metres: haze 8 000, rain 12 000, snow 32 000, never farther than it was) and opens
/// or closes the exposure for its light. After everything else of `input` is set.
void set_weather(PictureInput& input, Weather weather);

} // namespace dalian::passes
