#pragma once
// A light as it sits on its carrier, and how it is packed for the GPU. Candela as lighting engineers publish them; who
// sees how much of it is in assets/shaders/sprite.vert, mirrored here for tests.
#include "renderer/scene/scene_types.hpp"

#include <numbers>

namespace dalian::scene {

/// What a light shows over time.
struct Rhythm {
  float period_s = 0;  // 0: steady
  float lit_share = 1; // of the period
  float phase = 0;     // 0…1, where in it midnight falls
};

/// In the carrier's frame: x right, y forward, z up, metres.
struct Lamp {
  glm::vec3 at_m{};
  float candela = 0;
  std::uint32_t color = 0xffffff;             // sRGB 0xBBGGRR
  float axis_rad = 0;                         // middle of its sector, clockwise from ahead
  float half_rad = std::numbers::pi_v<float>; // half its width; π: all round
  Rhythm rhythm = {};
  std::uint32_t kind = SPRITE_LIGHT;
  float size_m = 0;
  float share = 0;
};

inline constexpr std::uint32_t kRed = 0x0c1eff, kGreen = 0x70ff20, kWhite = 0xd8f0ff, kWarm = 0x88c4ff;

/// Of a light that stands: `origin_mm` and heading of its carrier, from the scene's origin.
LightPoint standing_light(Lamp const& lamp, glm::ivec3 origin_mm, float heading_rad);
/// Of a light that mover number `carrier` carries.
LightPoint carried_light(Lamp const& lamp, std::uint32_t carrier);

/// Share of its candela that it sends towards a bearing (clockwise from ahead of its carrier, or from north).
float sector_share(LightPoint const& light, float bearing_rad);
/// Share of its candela at a time of day.
float rhythm_share(LightPoint const& light, float time_s);

} // namespace dalian::scene
