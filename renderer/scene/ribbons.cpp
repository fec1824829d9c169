#include "renderer/scene/ribbons.hpp"

#include "renderer/scene/fixed_point.hpp"
#include "renderer/scene/mesh_pack.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <glm/geometric.hpp>
#include <glm/vec2.hpp>

namespace dalian::scene {
namespace {

constexpr std::size_t kSectionsPerChunk = 48;
constexpr double kMitreLimit = 1.6;

/// One place along a route: where it is and what lies across.
struct Section {
  glm::dvec3 axis;  // map metres, on the surface
  glm::dvec2 right; // unit across, times the mitre's stretch
  double along_m;
  double left_foot_m, right_foot_m; // heights of the banks' feet, or of the deck's underside
  double left_out_m, right_out_m;   // how far the feet lie from the axis
  bool bridge;
};

/// Distinct points only: a doubled one has no direction.
std::vector<glm::dvec3> distinct_points(view::Route const& route, double lift) {
  std::vector<glm::dvec3> points;
  for (std::size_t i = 0; i < route.line.size(); ++i) {
    glm::dvec3 const p{route.line[i].east_m, route.line[i].north_m,
                       (i < route.height_m.size() ? route.height_m[i] : 0.0F) + lift};
    if (points.empty() || glm::length(glm::dvec2(p) - glm::dvec2(points.back())) > 0.01) points.push_back(p);
  }
  return points;
}

class Tracer {
 public:
  Tracer(view::Terrain const& terrain, RibbonSettings const& settings) : terrain_(terrain), s_(settings) {}

  std::vector<Section> sections(view::Route const& route) const {
    auto const points = distinct_points(route, s_.lift_m);
    std::vector<Section> list;
    if (points.size() < 2) return list;
    double along = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (i > 0) along += glm::length(glm::dvec2(points[i] - points[i - 1]));
      list.push_back(section(points, i, along, route.width_m / 2));
    }
    return list;
  }

 private:
  Section section(std::vector<glm::dvec3> const& points, std::size_t i, double along, double half) const {
    auto const direction = [&](std::size_t from) {
      return glm::normalize(glm::dvec2(points[from + 1] - points[from]));
    };
    glm::dvec2 const before = direction(i > 0 ? i - 1 : 0), after = direction(std::min(i, points.size() - 2));
    glm::dvec2 middle = before + after;
    middle = glm::length(middle) > 1e-6 ? glm::normalize(middle) : after;
    double const stretch = std::min(kMitreLimit, 1 / std::max(0.1, glm::dot(middle, after)));
    Section s{};
    s.axis = points[i];
    s.right = glm::dvec2(middle.y, -middle.x) * stretch;
    s.along_m = along;
    double const flat = half + s_.shoulder_m;
    double const under = terrain_.height_at({s.axis.x, s.axis.y});
    s.bridge = under < -0.2 || s.axis.z - under > s_.bridge_m;
    std::tie(s.left_foot_m, s.left_out_m) = foot(s, -1, flat);
    std::tie(s.right_foot_m, s.right_out_m) = foot(s, 1, flat);
    return s;
  }

  /// Height and distance of the foot of a bank: where a slope from the shoulder meets the ground.
  std::pair<double, double> foot(Section const& s, double side, double flat) const {
    if (s.bridge) return {s.axis.z - s_.deck_m, flat};
    double out = flat + 1;
    double ground = s.axis.z;
    for (int step = 0; step < 4; ++step) { // the ground at the foot depends on where the foot is
      glm::dvec2 const at = glm::dvec2(s.axis) + s.right * (side * out);
      ground = terrain_.height_at({at.x, at.y});
      out = flat + std::clamp((s.axis.z - ground) * s_.bank_slope, 1.0, 14.0);
    }
    return {std::min(ground, s.axis.z) - 0.4, out}; // a little below, so that no gap shows
  }

  view::Terrain const& terrain_;
  RibbonSettings s_;
};

/// Writes sections as strips.
class Weaver {
 public:
  Weaver(RibbonScene& out, MapPoint origin, RibbonSettings const& settings)
      : out_(out), origin_(origin), s_(settings) {}

  void weave(std::vector<Section> const& sections, view::Route const& route, std::uint32_t index) {
    half_ = static_cast<float>(route.width_m / 2);
    kind_ = static_cast<std::uint32_t>(route.kind);
    entity_ = ENTITY_ROUTE | index;
    for (std::size_t first = 0; first + 1 < sections.size(); first += kSectionsPerChunk) {
      std::size_t const last = std::min(sections.size() - 1, first + kSectionsPerChunk);
      auto const first_index = static_cast<std::uint32_t>(out_.indices.size());
      auto const first_vertex = out_.vertices.size();
      for (std::size_t i = first; i <= last; ++i)
        add_section(sections[i], i > first);
      finish_chunk(first_index, first_vertex);
    }
  }

 private:
  static constexpr std::uint32_t kPerSection = 7; // 3 on top, 2 for each bank

  void add_section(Section const& s, bool joined) {
    double const flat = half_ + s_.shoulder_m;
    std::uint32_t const side = s.bridge ? RIBBON_DECK : RIBBON_BANK;
    glm::vec3 const up{0, 0, 1};
    auto const outward = [&](double sign, double drop, double run) {
      return glm::normalize(glm::vec3(glm::dvec3(s.right * sign * drop, std::max(run, 0.01))));
    };
    glm::vec3 const left = outward(-1, s.axis.z - s.left_foot_m, s.left_out_m - flat);
    glm::vec3 const right = outward(1, s.axis.z - s.right_foot_m, s.right_out_m - flat);
    auto const base = static_cast<std::uint32_t>(out_.vertices.size());
    put(s, -flat, s.axis.z, kind_, up);
    put(s, 0, s.axis.z, kind_, up);
    put(s, flat, s.axis.z, kind_, up);
    put(s, -s.left_out_m, s.left_foot_m, side, left);
    put(s, -flat, s.axis.z, side, left);
    put(s, flat, s.axis.z, side, right);
    put(s, s.right_out_m, s.right_foot_m, side, right);
    if (!joined) return;
    constexpr std::array<std::uint32_t, 4> kStrips{0, 1, 3, 5};
    for (std::uint32_t strip : kStrips) {
      std::uint32_t const a = base - kPerSection + strip, b = base + strip;
      for (std::uint32_t corner : {a, a + 1, b + 1, a, b + 1, b})
        out_.indices.push_back(corner);
    }
  }

  void put(Section const& s, double across, double height, std::uint32_t kind, glm::vec3 normal) {
    RibbonVertex v{};
    glm::dvec2 const at = glm::dvec2(s.axis) + s.right * across;
    v.position_mm = fixed_mm({at, height}, origin_);
    v.across_m = static_cast<float>(across);
    v.along_m = static_cast<float>(s.along_m);
    v.half_width_m = half_;
    v.kind_normal = kind | packed_normal(normal) << 16U;
    v.entity = entity_;
    out_.vertices.push_back(v);
  }

  void finish_chunk(std::uint32_t first_index, std::size_t first_vertex) {
    RibbonChunk chunk{glm::vec3(1e9F), glm::vec3(-1e9F), first_index,
                      static_cast<std::uint32_t>(out_.indices.size()) - first_index};
    for (std::size_t i = first_vertex; i < out_.vertices.size(); ++i) {
      glm::vec3 const p = glm::vec3(out_.vertices[i].position_mm) * 1e-3F;
      chunk.min_m = glm::min(chunk.min_m, p);
      chunk.max_m = glm::max(chunk.max_m, p);
    }
    out_.chunks.push_back(chunk);
  }

  RibbonScene& out_;
  MapPoint origin_;
  RibbonSettings s_;
  float half_ = 0;
  std::uint32_t kind_ = 0, entity_ = 0;
};

} // namespace

static_assert(static_cast<std::uint32_t>(view::RouteClass::expressway) == RIBBON_EXPRESSWAY &&
              static_cast<std::uint32_t>(view::RouteClass::test_route) == RIBBON_TEST_ROUTE);

RibbonScene make_ribbons(view::City const& city, view::Terrain const& terrain, MapPoint origin,
                         RibbonSettings const& settings) {
  RibbonScene scene;
  Tracer const tracer(terrain, settings);
  Weaver weaver(scene, origin, settings);
  for (std::size_t i = 0; i < city.routes.size(); ++i) {
    weaver.weave(tracer.sections(city.routes[i]), city.routes[i], static_cast<std::uint32_t>(i));
  }
  return scene;
}

} // namespace dalian::scene
