#pragma once
// The field of fair-weather clouds: the C++ mirror of cloud_noise and cloud_from in assets/shaders/clouds.glsl. It
// stands still; modelled, illustrative. Pure.
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

namespace dalian::scene {

inline constexpr float kCloudBase_m = 1300;

/// How thick the clouds over a place are, 0…1; `at` in metres from the scene's origin, `cover` 0 … 1.
float cloud_over(glm::vec2 at, float cover);

/// Share of the sun that the clouds let through to a place on the ground, 0…1. A sun near the horizon shines below
/// them.
float sun_past_clouds(glm::vec2 at, glm::vec3 to_sun, float cover);

} // namespace dalian::scene
