#include "tools/bake/models/loft.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include <glm/geometric.hpp>

namespace dalian::bake {
namespace {

using Ring = std::vector<glm::vec3>;

/// Counter-clockwise seen from ahead (+y), from the right side upwards: x² becomes |x|^round (Lamé's curve).
Ring ring_of(glm::vec4 section, LoftSpec const& loft) {
  Ring ring;
  for (int i = 0; i < loft.sides; ++i) {
    float const angle = 2 * std::numbers::pi_v<float> * (static_cast<float>(i) + 0.5F) / static_cast<float>(loft.sides);
    auto const lame = [&](float x) { return std::copysign(std::pow(std::abs(x), 2 / loft.round), x); };
    ring.emplace_back(section.y / 2 * lame(std::cos(angle)), section.x,
                      (section.z + section.w) / 2 + (section.w - section.z) / 2 * lame(std::sin(angle)));
  }
  return ring;
}

} // namespace

void add_loft(Builder& out, LoftSpec const& loft) {
  assert(loft.sections.size() >= 2 && loft.sides >= 3);
  std::vector<Ring> rings;
  for (glm::vec4 const section : loft.sections)
    rings.push_back(ring_of(section, loft));
  std::size_t const last = rings.size() - 1, sides = rings[0].size();
  auto const normal = [&](std::size_t k, std::size_t i) {
    glm::vec3 const along = rings[std::min(k + 1, last)][i] - rings[k == 0 ? 0 : k - 1][i];
    return glm::normalize(glm::cross(along, rings[k][(i + 1) % sides] - rings[k][(i + sides - 1) % sides]));
  };
  for (std::size_t k = 0; k < last; ++k)
    for (std::size_t i = 0; i < sides; ++i) {
      std::size_t const n = (i + 1) % sides;
      out.smooth_quad({rings[k][i], rings[k + 1][i], rings[k + 1][n], rings[k][n]},
                      {normal(k, i), normal(k + 1, i), normal(k + 1, n), normal(k, n)});
    }
  out.polygon(rings[0]);
  std::ranges::reverse(rings[last]);
  out.polygon(rings[last]);
}

} // namespace dalian::bake
