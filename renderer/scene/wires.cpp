#include "renderer/scene/wires.hpp"

#include "renderer/scene/fixed_point.hpp"

#include <algorithm>
#include <cmath>

#include <glm/geometric.hpp>
#include <glm/vec2.hpp>

namespace dalian::scene {
namespace {

constexpr int kSegments = 14;
constexpr float kRadius_m = 0.09F; // of a bundle of two as the eye takes it together

/// Tower i of a line: its foot and the direction across.
struct Tower {
  glm::dvec3 foot;
  glm::dvec2 right;
  double height_m; // 0 = gantry
};

Tower tower_of(layout::System const& line, std::size_t i) {
  auto const at = [&](std::size_t k) { return glm::dvec2(line.line[k].east_m, line.line[k].north_m); };
  glm::dvec2 const along = glm::normalize(at(std::min(i + 1, line.line.size() - 1)) - at(i > 0 ? i - 1 : 0));
  return {glm::dvec3(at(i), line.height_m[i]), {along.y, -along.x}, line.tower_m[i]};
}

glm::dvec3 hook_on(Tower const& tower, WireHook const& hook) {
  bool const gantry = tower.height_m <= 0;
  glm::dvec2 const across = tower.right * (gantry ? hook.gantry_right_m : hook.right_m);
  double const up = gantry ? hook.gantry_m : hook.tower_m * tower.height_m / kPylonHeight_m;
  return tower.foot + glm::dvec3(across, up);
}

void add_wire(glm::dvec3 from, glm::dvec3 to, double sag, MapPoint origin, WireScene& out) {
  for (int i = 0; i <= kSegments; ++i) {
    double const t = static_cast<double>(i) / kSegments;
    glm::dvec3 p = from + t * (to - from);
    p.z -= 4 * sag * t * (1 - t);
    out.points.push_back({fixed_mm(p, origin), i < kSegments ? kRadius_m : 0});
  }
}

void finish_chunk(std::uint32_t first, WireScene& out) {
  WireChunk chunk{glm::vec3(1e9F), glm::vec3(-1e9F), first, static_cast<std::uint32_t>(out.points.size()) - first};
  for (std::size_t i = first; i < out.points.size(); ++i) {
    glm::vec3 const p = glm::vec3(out.points[i].position_mm) * 1e-3F;
    chunk.min_m = glm::min(chunk.min_m, p);
    chunk.max_m = glm::max(chunk.max_m, p);
  }
  out.chunks.push_back(chunk);
}

} // namespace

double sag_m(double span_m, bool tall) {
  constexpr double kWeight_npm = 13.2, kTension_n = 26000;
  return kWeight_npm * span_m * span_m / (8 * kTension_n * (tall ? 3 : 1));
}

WireScene make_wires(view::City const& city, MapPoint origin) {
  WireScene scene;
  for (layout::System const& line : city.systems) {
    if (line.kind != layout::SystemClass::power_line) continue;
    for (std::size_t i = 0; i + 1 < line.line.size(); ++i) {
      Tower const from = tower_of(line, i), to = tower_of(line, i + 1);
      double const span = glm::length(to.foot - from.foot);
      if (span < 1) continue;
      bool const tall = std::max(from.height_m, to.height_m) > kPylonHeight_m;
      auto const first = static_cast<std::uint32_t>(scene.points.size());
      for (WireHook const& hook : kWireHooks) {
        glm::dvec3 const a = hook_on(from, hook), b = hook_on(to, hook);
        add_wire(a, b, sag_m(span, tall), origin, scene);
      }
      finish_chunk(first, scene);
    }
  }
  return scene;
}

} // namespace dalian::scene
