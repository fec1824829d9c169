#include "tools/bake/models/levels.hpp"

#include "tools/bake/models/occlusion.hpp"
#include "tools/bake/models/ray_tree.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <glm/geometric.hpp>
#include <meshoptimizer.h>

namespace dalian::bake {
namespace {

/// Faces of one material and tint with shared positions, as the simplifier wants them.
struct Welded {
  std::vector<glm::vec3> points;
  std::vector<unsigned> indices;
  MaterialIndex material = 0;
  glm::vec3 tint{1};
  bool facade = false, spins = false;
};

std::vector<Welded> weld(Shape const& shape) {
  using Paint = std::tuple<MaterialIndex, float, bool, bool>;
  std::map<Paint, Welded> groups;
  std::map<std::tuple<Paint, int, int, int>, unsigned> known;
  for (Face const& face : shape) {
    Paint const paint{face.material, face.tint.x, face.facade, face.spins};
    Welded& group = groups[paint];
    group.material = face.material;
    group.tint = face.tint;
    group.facade = face.facade;
    group.spins = face.spins;
    for (Corner const& c : face.corners) {
      auto const mm = [](float v) { return static_cast<int>(std::lround(v * 1000)); };
      auto const [at, fresh] = known.try_emplace({paint, mm(c.position.x), mm(c.position.y), mm(c.position.z)},
                                                 static_cast<unsigned>(group.points.size()));
      if (fresh) group.points.push_back(c.position);
      group.indices.push_back(at->second);
    }
  }
  std::vector<Welded> list;
  for (auto& [key, group] : groups)
    list.push_back(std::move(group));
  return list;
}

/// Normals of a corner average the faces about it that bend by less than the crease.
void append_creased(Shape& out, Welded const& group) {
  constexpr float kCrease = 0.8F; // cosine of 37°
  std::vector<std::vector<glm::vec3>> around(group.points.size());
  std::size_t const first = out.size();
  for (std::size_t i = 0; i + 2 < group.indices.size(); i += 3) {
    Face face;
    face.material = group.material;
    face.tint = group.tint;
    face.facade = group.facade;
    face.spins = group.spins;
    for (std::size_t k = 0; k < 3; ++k)
      face.corners[k].position = group.points[group.indices[i + k]];
    glm::vec3 const n = face_normal(face);
    for (std::size_t k = 0; k < 3; ++k) {
      face.corners[k].normal = n;
      around[group.indices[i + k]].push_back(n);
    }
    out.push_back(face);
  }
  for (std::size_t f = first; f < out.size(); ++f) {
    glm::vec3 const own = out[f].corners[0].normal; // of the whole face, until it is overwritten below
    for (std::size_t k = 0; k < 3; ++k) {
      glm::vec3 sum{0};
      for (glm::vec3 n : around[group.indices[(f - first) * 3 + k]]) {
        if (glm::dot(n, own) > kCrease) sum += n;
      }
      out[f].corners[k].normal = glm::length(sum) > 0 ? glm::normalize(sum) : own;
    }
  }
}

Shape simplified(Shape const& shape, float error_m) {
  Shape out;
  for (Welded& group : weld(shape)) {
    float const* points = &group.points[0].x;
    float const scale = meshopt_simplifyScale(points, group.points.size(), sizeof(glm::vec3));
    if (scale > 0) {
      std::vector<unsigned> fewer(group.indices.size());
      std::size_t const count =
          meshopt_simplify(fewer.data(), group.indices.data(), group.indices.size(), points, group.points.size(),
                           sizeof(glm::vec3), 3, error_m / scale, 0U, nullptr);
      fewer.resize(count);
      group.indices = std::move(fewer);
    }
    append_creased(out, group);
  }
  std::erase_if(out, [](Face const& f) { return glm::length(face_normal(f)) == 0; });
  return out;
}

/// Points spread over a shape, about `count` of them, each standing for the same area.
std::vector<glm::vec3> spread(Shape const& shape, std::size_t count) {
  std::vector<float> area{0};
  for (Face const& f : shape) {
    area.push_back(area.back() + glm::length(glm::cross(f.corners[1].position - f.corners[0].position,
                                                        f.corners[2].position - f.corners[0].position)));
  }
  std::vector<glm::vec3> points;
  for (std::size_t i = 0; i < count; ++i) {
    auto const t = static_cast<float>(i);
    float const at = area.back() * (t + 0.5F) / static_cast<float>(count);
    auto const face =
        static_cast<std::size_t>(std::upper_bound(area.begin() + 1, area.end() - 1, at) - area.begin() - 1);
    float u = std::fmod(t * 0.754877666F, 1.0F), v = std::fmod(t * 0.569840291F, 1.0F); // R2 sequence
    if (u + v > 1) u = 1 - u, v = 1 - v;
    auto const& c = shape[face].corners;
    points.push_back(c[0].position + (c[1].position - c[0].position) * u + (c[2].position - c[0].position) * v);
  }
  return points;
}

/// Whether light from somewhere above reaches the point.
bool seen(RayTree const& own, glm::vec3 p) {
  constexpr int kDirections = 16;
  for (int i = 0; i < kDirections; ++i) {
    float const up = (static_cast<float>(i) + 0.5F) / kDirections, angle = 2.399963F * static_cast<float>(i);
    float const level = std::sqrt(1 - up * up);
    glm::vec3 const ray{level * std::cos(angle), level * std::sin(angle), up};
    if (!own.nearest({p + ray * 0.01F, ray, 1e5F})) return true;
  }
  return false;
}

double mean_square(Shape const& from, RayTree const& own, RayTree const& to) {
  constexpr std::size_t kPoints = 1500;
  double sum = 0;
  int count = 0;
  for (glm::vec3 p : spread(from, kPoints)) {
    if (!seen(own, p)) continue;
    double const d = to.distance(p);
    sum += d * d;
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

/// A share of the size, but never so much that windows, sills and rails melt.
float allowed_error(int level, float diagonal) {
  return level == 1 ? std::min(0.001F * diagonal, 0.04F) : std::min(0.003F * diagonal, 0.2F);
}

} // namespace

float surface_distance(Shape const& a, Shape const& b) {
  RayTree const tree_a(a), tree_b(b);
  return static_cast<float>(std::sqrt(std::max(mean_square(a, tree_a, tree_b), mean_square(b, tree_b, tree_a))));
}

std::vector<Level> make_levels(std::function<Shape(int)> const& build, int levels, float freedom) {
  std::vector<Level> chain;
  Shape const finest = build(0);
  if (finest.empty()) return chain;
  chain.push_back({finest, 0});
  float const diagonal = glm::length(bounding_box(finest).size());
  for (int level = 1; level < levels; ++level) {
    Shape shape = build(level);
    bool const massing = level + 1 == levels;
    if (!massing) shape = simplified(shape, freedom * allowed_error(level, diagonal));
    bool const saves = shape.size() * 4 <= chain.back().shape.size() * 3;
    if (shape.empty() || !saves) continue;
    float const error = surface_distance(finest, shape);
    chain.push_back({std::move(shape), std::max(error, chain.back().error_m * 1.25F + 0.001F)});
  }
  for (Level& level : chain)
    bake_occlusion(level.shape);
  return chain;
}

} // namespace dalian::bake
