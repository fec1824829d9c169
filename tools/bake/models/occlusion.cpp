#include "tools/bake/models/occlusion.hpp"

#include "tools/bake/models/ray_tree.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

#include <glm/geometric.hpp>

namespace dalian::bake {
namespace {

/// Directions over the hemisphere about +z, cosine weighted, evenly spread (Fibonacci spiral).
std::vector<glm::vec3> hemisphere(int count) {
  std::vector<glm::vec3> directions;
  float const golden = std::numbers::pi_v<float> * (3 - std::sqrt(5.0F));
  for (int i = 0; i < count; ++i) {
    float const r2 = (static_cast<float>(i) + 0.5F) / static_cast<float>(count), angle = golden * static_cast<float>(i);
    directions.emplace_back(std::sqrt(r2) * std::cos(angle), std::sqrt(r2) * std::sin(angle), std::sqrt(1 - r2));
  }
  return directions;
}

struct Sky {
  RayTree const& tree;
  std::vector<glm::vec3> directions;
  float reach;

  /// Share of the hemisphere about `n` that is open at `p`; weights fall with distance. Rays that start inside a solid
  /// say nothing; where most do, the middle tone is taken.
  float openness(glm::vec3 p, glm::vec3 n) const {
    glm::vec3 const side =
        glm::normalize(glm::cross(std::abs(n.z) < 0.9F ? glm::vec3(0, 0, 1) : glm::vec3(1, 0, 0), n));
    glm::vec3 const up = glm::cross(n, side);
    float dark = 0;
    int told = 0;
    for (glm::vec3 d : directions) {
      glm::vec3 const ray = side * d.x + up * d.y + n * d.z;
      float distance = reach;
      if (ray.z < 0 && p.z >= 0) distance = std::min(distance, p.z / -ray.z);
      if (auto const hit = tree.nearest({p, ray, distance})) {
        if (hit->from_behind) continue;
        distance = hit->distance;
      }
      ++told;
      float const near = 1 - distance / reach;
      dark += near * near;
    }
    if (told * 3 < static_cast<int>(directions.size())) return 0.75F;
    return 1 - dark / static_cast<float>(told);
  }
};

} // namespace

void bake_occlusion(Shape& shape, OcclusionSettings const& settings) {
  if (shape.empty()) return;
  RayTree const tree(shape);
  float const diagonal = glm::length(bounding_box(shape).size());
  float const reach = settings.reach_m > 0 ? settings.reach_m : std::clamp(diagonal * 0.12F, 0.6F, 14.0F);
  Sky const sky{tree, hemisphere(settings.rays), reach};
  using Key = std::tuple<int, int, int, int, int, int>;
  std::map<Key, std::pair<float, float>> sums; // corners at one place share one value, so faces do not break
  auto const key_of = [](Corner const& c) {
    auto const mm = [](float v) { return static_cast<int>(std::lround(v * 1000)); };
    auto const dir = [](float v) { return static_cast<int>(std::lround(v * 20)); };
    return Key{mm(c.position.x), mm(c.position.y), mm(c.position.z), dir(c.normal.x), dir(c.normal.y), dir(c.normal.z)};
  };
  for (Face const& face : shape) {
    glm::vec3 const mid = (face.corners[0].position + face.corners[1].position + face.corners[2].position) / 3.0F;
    glm::vec3 const flat = face_normal(face);
    for (Corner const& corner : face.corners) {
      // a little inside the face: its own corner often lies within a neighbour
      glm::vec3 const inward = mid - corner.position;
      float const length = glm::length(inward), step = std::min(0.12F * length, 0.05F * reach);
      glm::vec3 const p = corner.position + inward * (length > 0 ? step / length : 0) + flat * (0.002F * reach);
      auto& [sum, weight] = sums[key_of(corner)];
      sum += sky.openness(p, corner.normal);
      weight += 1;
    }
  }
  for (Face& face : shape) {
    for (Corner& corner : face.corners) {
      auto const [sum, weight] = sums[key_of(corner)];
      corner.openness = std::max(settings.floor, sum / weight);
    }
  }
}

} // namespace dalian::bake
