#include "renderer/scene/flow_strip.hpp"

#include "renderer/scene/color_ramp.hpp"
#include "renderer/scene/fixed_point.hpp"

#include <algorithm>
#include <cmath>

#include <glm/glm.hpp>

namespace dalian::scene {
namespace {

constexpr float kLeast_px = 2.6F, kEdge_px = 1.3F;
constexpr float kFlowOpacity = 0.95F, kEdgeOpacity = 0.72F;
constexpr double kDrape_m = 20, kAboveGround_m = 0.6;

void append_line(FlowStrips& strips, std::vector<glm::dvec3> const& line, MapPoint origin) {
  std::size_t const from = strips.points.size();
  auto const style = static_cast<std::uint32_t>(strips.styles.size() - 1);
  double along = 0;
  glm::dvec3 last{};
  for (glm::dvec3 const& p : line) {
    bool const first = strips.points.size() == from;
    double const step = first ? 0 : glm::length(p - last);
    if (!first && step < 0.01) continue;
    along += step;
    last = p;
    strips.points.push_back({fixed_mm(p, origin), static_cast<float>(along), style});
  }
  if (strips.points.size() - from < 2) { // all in one place
    strips.points.resize(from);
    return;
  }
  strips.points[from].style |= FLOW_FIRST;
  strips.points.back().style |= FLOW_LAST;
}

std::vector<glm::dvec3> raised(std::vector<MapPoint> const& line, std::vector<float> const& height_m, double by_m) {
  std::vector<glm::dvec3> out;
  for (std::size_t i = 0; i < line.size(); ++i)
    out.emplace_back(line[i].east_m, line[i].north_m, static_cast<double>(height_m[i]) + by_m);
  return out;
}

void edges_of(FlowStrips& strips, view::Prism const& prism, view::Terrain const& terrain, MapPoint origin) {
  std::vector<glm::dvec3> top, foot;
  std::size_t const n = prism.outline.size();
  for (std::size_t i = 0; i <= n; ++i) {
    MapPoint const a = prism.outline[i % n], b = prism.outline[(i + 1) % n];
    top.emplace_back(a.east_m, a.north_m, prism.top_m);
    auto const steps = i == n ? 1 : std::max(1, static_cast<int>(std::ceil(distance_m(a, b) / kDrape_m)));
    for (int s = 0; s < steps; ++s) {
      double const t = static_cast<double>(s) / steps;
      MapPoint const p{a.east_m + t * (b.east_m - a.east_m), a.north_m + t * (b.north_m - a.north_m)};
      double const ground = std::max(0.0F, terrain.height_at(p));
      foot.emplace_back(p.east_m, p.north_m, std::max(ground, prism.base_m) + kAboveGround_m);
      if (s == 0 && i < n) append_line(strips, {foot.back(), top.back()}, origin);
    }
  }
  append_line(strips, top, origin);
  append_line(strips, foot, origin);
}

void edges_of(FlowStrips& strips, view::Corridor const& corridor, MapPoint origin) {
  auto const floor = raised(corridor.line, corridor.floor_m, kAboveGround_m);
  std::vector<glm::dvec3> edge[4]; // left and right of floor and ceiling
  for (std::size_t i = 0; i < floor.size(); ++i) {
    glm::dvec2 along(floor[std::min(i + 1, floor.size() - 1)] - floor[i > 0 ? i - 1 : 0]);
    along = glm::length(along) > 0 ? glm::normalize(along) : glm::dvec2(0, 1);
    glm::dvec3 const right = glm::dvec3(along.y, -along.x, 0) * (corridor.width_m / 2),
                     up{0, 0, corridor.height_m - kAboveGround_m};
    edge[0].push_back(floor[i] - right);
    edge[1].push_back(floor[i] + right);
    edge[2].push_back(floor[i] - right + up);
    edge[3].push_back(floor[i] + right + up);
  }
  for (auto const& line : edge)
    append_line(strips, line, origin);
  for (std::size_t const end : {std::size_t{0}, floor.size() - 1})
    append_line(strips, {edge[0][end], edge[2][end], edge[3][end], edge[1][end], edge[0][end]}, origin);
}

} // namespace

std::uint32_t domain_color(view::FlowDomain domain) {
  switch (domain) {
  case view::FlowDomain::power:
    return 0xE69F00;
  case view::FlowDomain::water:
    return 0x0072B2;
  case view::FlowDomain::gas:
    return 0x009E73;
  case view::FlowDomain::heat:
    return 0xD55E00;
  case view::FlowDomain::traffic:
    return 0xDDC958; // of cividis
  case view::FlowDomain::vehicles:
    break;
  }
  return 0x56B4E9;
}

std::uint32_t volume_color(view::VolumeKind kind) {
  switch (kind) {
  case view::VolumeKind::corridor:
    return 0x56B4E9; // of connected cars
  case view::VolumeKind::plume:
    return 0xD55E00;
  case view::VolumeKind::geofence:
    break;
  }
  return 0xCC79A7; // Okabe-Ito purple: a rule, no thing
}

void append_flow(FlowStrips& strips, view::FlowLine const& line, MapPoint origin) {
  strips.styles.push_back({gpu_color(domain_color(line.domain), kFlowOpacity), static_cast<float>(line.width_m),
                           kLeast_px, beat(line.speed_mps)});
  append_line(strips, raised(line.line, line.height_m, 0), origin);
}

void append_edges(FlowStrips& strips, view::Volume const& volume, view::Terrain const& terrain, MapPoint origin) {
  strips.styles.push_back({gpu_color(volume_color(volume.kind), kEdgeOpacity), 0, kEdge_px, 0});
  if (auto const* prism = std::get_if<view::Prism>(&volume.shape)) edges_of(strips, *prism, terrain, origin);
  if (auto const* corridor = std::get_if<view::Corridor>(&volume.shape)) edges_of(strips, *corridor, origin);
}

float pulse(double along_m, double time_s, float cycles_per_s, double period_m) {
  double p = along_m / period_m - time_s * static_cast<double>(cycles_per_s);
  p -= std::floor(p);
  if (cycles_per_s < 0) p = 1 - p;
  double const rise = std::clamp((p - FLOW_TAIL) / (FLOW_HEAD - FLOW_TAIL), 0.0, 1.0);
  return static_cast<float>(p < FLOW_HEAD ? rise * rise : (1 - p) / (1 - FLOW_HEAD));
}

float beat(double speed_mps) {
  return static_cast<float>(speed_mps / FLOW_PERIOD_M);
}

} // namespace dalian::scene
