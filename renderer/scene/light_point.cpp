#include "renderer/scene/light_point.hpp"

#include <algorithm>
#include <cmath>

#include <glm/common.hpp>

namespace dalian::scene {
namespace {

constexpr float kTurn = 2 * std::numbers::pi_v<float>;
// COLREG annex I, 9(a): at the sector's limits the light falls off "within 1 to 3 degrees".
constexpr float kCutOff_rad = 3 * kTurn / 360;

std::uint32_t turns16(float angle_rad) {
  float const turns = angle_rad / kTurn;
  return static_cast<std::uint32_t>(std::lround((turns - std::floor(turns)) * 65536)) & 0xffffU;
}

std::uint32_t packed_rhythm(Rhythm const& r) {
  auto const byte = [](float share, float steps) {
    return static_cast<std::uint32_t>(std::lround(std::clamp(share, 0.0F, 1.0F) * steps)) & 0xffU;
  };
  auto const tenths = static_cast<std::uint32_t>(std::lround(std::clamp(r.period_s, 0.0F, 6000.0F) * 10));
  return tenths | byte(r.lit_share, 255) << 16U | byte(r.phase, 256) << 24U;
}

LightPoint packed(Lamp const& lamp, float heading_rad) {
  LightPoint p{};
  p.position_mm = glm::ivec3(glm::round(lamp.at_m * 1000.0F));
  p.carrier = LIGHT_STANDS;
  p.candela = lamp.candela;
  p.size_m = lamp.size_m;
  p.color = (lamp.color & 0xffffffU) | lamp.kind << 24U;
  auto const half = static_cast<std::uint32_t>(std::lround(std::min(lamp.half_rad / kTurn, 0.5F) * 65536));
  p.sector = turns16(lamp.axis_rad + heading_rad) | half << 16U;
  p.rhythm = packed_rhythm(lamp.rhythm);
  p.share = lamp.share;
  return p;
}

} // namespace

LightPoint standing_light(Lamp const& lamp, glm::ivec3 origin_mm, float heading_rad) {
  LightPoint p = packed(lamp, heading_rad);
  float const s = std::sin(heading_rad), c = std::cos(heading_rad);
  glm::vec3 const at{lamp.at_m.x * c + lamp.at_m.y * s, lamp.at_m.y * c - lamp.at_m.x * s, lamp.at_m.z};
  p.position_mm = origin_mm + glm::ivec3(glm::round(at * 1000.0F));
  return p;
}

LightPoint carried_light(Lamp const& lamp, std::uint32_t carrier) {
  LightPoint p = packed(lamp, 0);
  p.carrier = carrier;
  return p;
}

float sector_share(LightPoint const& light, float bearing_rad) {
  float const half = static_cast<float>(light.sector >> 16U) / 65536.0F * kTurn;
  if (half >= kTurn / 2 - 1e-4F) return 1;
  float const axis = static_cast<float>(light.sector & 0xffffU) / 65536.0F * kTurn;
  float const off = std::abs(std::remainder(bearing_rad - axis, kTurn));
  return std::clamp((half + kCutOff_rad - off) / kCutOff_rad, 0.0F, 1.0F);
}

float rhythm_share(LightPoint const& light, float time_s) {
  float const period = static_cast<float>(light.rhythm & 0xffffU) / 10;
  if (period <= 0) return 1;
  float const turns = time_s / period + static_cast<float>(light.rhythm >> 24U) / 256;
  float const lit = static_cast<float>(light.rhythm >> 16U & 0xffU) / 255;
  float const at = turns - std::floor(turns);
  return at < lit ? 1.0F : 0.0F;
}

} // namespace dalian::scene
