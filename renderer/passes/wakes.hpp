#pragma once
// Which ships' wakes a picture shows: of those under way, the nearest to the eye. Pure arithmetic.
#include "renderer/passes/gpu_types.hpp"
#include "twin/view/draw_records.hpp"

#include <span>
#include <vector>

namespace dalian::passes {

/// A ship under way, in map metres, where she is at the picture's time.
struct ShipUnderWay {
  glm::dvec2 stern_m{};  // map position
  glm::vec2 ahead{0, 1}; // unit, east and north
  float length_m = 0, width_m = 0, speed_mps = 0;
};

/// At most MAX_WAKES, the nearest to `eye`, of ships that make more than 1 m/s.
std::vector<ShipUnderWay> ships_under_way(std::span<view::Mover const> movers, Instant now, glm::dvec3 eye);

} // namespace dalian::passes
