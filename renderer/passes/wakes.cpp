#include "renderer/passes/wakes.hpp"

#include "renderer/scene/mover_scene.hpp"

#include <algorithm>

namespace dalian::passes {

std::vector<ShipUnderWay> ships_under_way(std::span<view::Mover const> movers, Instant now, glm::dvec3 eye) {
  std::vector<ShipUnderWay> ships;
  for (view::Mover const& m : movers) {
    float const speed = std::hypot(m.velocity_east_mps, m.velocity_north_mps);
    if (m.shape > view::Shape::other_ship || speed < 1) continue;
    auto const on = scene::carry_on(m, now);
    glm::vec2 const ahead(std::sin(on.heading_rad), std::cos(on.heading_rad));
    glm::dvec2 const stern = glm::dvec2(on.position) - glm::dvec2(ahead) * (m.length_m * 0.5);
    ships.push_back({stern, ahead, m.length_m, m.width_m, speed});
  }
  auto distance = [&](ShipUnderWay const& s) { return glm::length(s.stern_m - glm::dvec2(eye)); };
  std::size_t const kept = std::min<std::size_t>(ships.size(), MAX_WAKES);
  std::partial_sort(ships.begin(), ships.begin() + static_cast<std::ptrdiff_t>(kept), ships.end(),
                    [&](auto const& a, auto const& b) { return distance(a) < distance(b); });
  ships.resize(kept);
  return ships;
}

} // namespace dalian::passes
