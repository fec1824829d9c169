#include "tools/bake/models/ray_tree.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include <glm/geometric.hpp>

namespace dalian::bake {
namespace {

constexpr std::uint32_t kLeaf = 4;
constexpr std::size_t kDeepest = 64;

glm::vec3 middle(Face const& f) {
  return (f.corners[0].position + f.corners[1].position + f.corners[2].position) / 3.0F;
}

bool meets(Ray const& ray, glm::vec3 inverse, glm::vec3 min, glm::vec3 max, float reach) {
  glm::vec3 const a = (min - ray.origin) * inverse, b = (max - ray.origin) * inverse;
  glm::vec3 const low = glm::min(a, b), high = glm::max(a, b);
  float const enter = std::max({low.x, low.y, low.z, 0.0F}), leave = std::min({high.x, high.y, high.z, reach});
  return enter <= leave;
}

/// Möller and Trumbore 1997.
std::optional<Hit> cut(Ray const& ray, Face const& f, float reach) {
  glm::vec3 const a = f.corners[0].position, e1 = f.corners[1].position - a, e2 = f.corners[2].position - a;
  glm::vec3 const p = glm::cross(ray.direction, e2);
  float const det = glm::dot(e1, p);
  if (std::abs(det) < 1e-12F) return std::nullopt;
  glm::vec3 const s = ray.origin - a;
  float const u = glm::dot(s, p) / det;
  glm::vec3 const q = glm::cross(s, e1);
  float const v = glm::dot(ray.direction, q) / det, t = glm::dot(e2, q) / det;
  if (u < 0 || v < 0 || u + v > 1 || t <= 1e-5F || t >= reach) return std::nullopt;
  return Hit{0, t, det < 0, u, v};
}

float box_distance(glm::vec3 p, glm::vec3 min, glm::vec3 max) {
  return glm::length(glm::max(glm::max(min - p, p - max), glm::vec3(0)));
}

/// Ericson, "Real-Time Collision Detection", 5.1.5.
float face_distance(glm::vec3 p, Face const& f) {
  glm::vec3 const a = f.corners[0].position, b = f.corners[1].position, c = f.corners[2].position;
  glm::vec3 const ab = b - a, ac = c - a, ap = p - a, bp = p - b, cp = p - c;
  float const d1 = glm::dot(ab, ap), d2 = glm::dot(ac, ap), d3 = glm::dot(ab, bp), d4 = glm::dot(ac, bp);
  float const d5 = glm::dot(ab, cp), d6 = glm::dot(ac, cp);
  if (d1 <= 0 && d2 <= 0) return glm::length(ap);
  if (d3 >= 0 && d4 <= d3) return glm::length(bp);
  if (d6 >= 0 && d5 <= d6) return glm::length(cp);
  float const va = d3 * d6 - d5 * d4, vb = d5 * d2 - d1 * d6, vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return glm::length(ap - ab * (d1 / (d1 - d3)));
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return glm::length(ap - ac * (d2 / (d2 - d6)));
  if (va <= 0 && d4 >= d3 && d5 >= d6) return glm::length(bp - (c - b) * ((d4 - d3) / ((d4 - d3) + (d5 - d6))));
  float const sum = va + vb + vc;
  if (sum == 0) return glm::length(ap);
  return glm::length(ap - ab * (vb / sum) - ac * (vc / sum));
}

} // namespace

RayTree::RayTree(Shape const& shape) : shape_(shape), order_(shape.size()) {
  std::iota(order_.begin(), order_.end(), 0U);
  if (shape.empty()) return;
  nodes_.reserve(shape.size());
  nodes_.emplace_back();
  split(0, 0, static_cast<std::uint32_t>(shape.size()));
}

void RayTree::split(std::uint32_t node, std::uint32_t first, std::uint32_t count) {
  Node box;
  box.min = glm::vec3(std::numeric_limits<float>::max());
  box.max = -box.min;
  for (std::uint32_t i = first; i < first + count; ++i) {
    for (Corner const& corner : shape_[order_[i]].corners) {
      box.min = glm::min(box.min, corner.position);
      box.max = glm::max(box.max, corner.position);
    }
  }
  box.first = first;
  box.count = count;
  nodes_[node] = box;
  if (count <= kLeaf) return;
  glm::vec3 const size = box.max - box.min;
  int const axis = size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2;
  auto const begin = order_.begin() + first;
  std::nth_element(begin, begin + count / 2, begin + count,
                   [&](std::uint32_t a, std::uint32_t b) { return middle(shape_[a])[axis] < middle(shape_[b])[axis]; });
  nodes_[node].count = 0;
  auto const left = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  split(left, first, count / 2);
  nodes_[node].right = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  split(nodes_[node].right, first + count / 2, count - count / 2);
}

std::optional<Hit> RayTree::nearest(Ray const& ray) const {
  std::optional<Hit> best;
  if (nodes_.empty()) return best;
  glm::vec3 const inverse = 1.0F / ray.direction;
  float reach = ray.reach;
  std::array<std::uint32_t, kDeepest> stack{};
  std::size_t depth = 1;
  while (depth > 0) {
    std::uint32_t const at = stack[--depth];
    Node const& node = nodes_[at];
    if (!meets(ray, inverse, node.min, node.max, reach)) continue;
    if (node.count == 0) {
      stack[depth++] = node.right;
      stack[depth++] = at + 1;
      continue;
    }
    for (std::uint32_t i = node.first; i < node.first + node.count; ++i) {
      if (auto hit = cut(ray, shape_[order_[i]], reach)) {
        hit->face = order_[i];
        reach = hit->distance;
        best = hit;
      }
    }
  }
  return best;
}

float RayTree::distance(glm::vec3 p) const {
  float best = std::numeric_limits<float>::infinity();
  if (nodes_.empty()) return best;
  std::array<std::uint32_t, kDeepest> stack{};
  std::size_t depth = 1;
  while (depth > 0) {
    std::uint32_t const at = stack[--depth];
    Node const& node = nodes_[at];
    if (box_distance(p, node.min, node.max) >= best) continue;
    if (node.count == 0) {
      stack[depth++] = node.right;
      stack[depth++] = at + 1;
      continue;
    }
    for (std::uint32_t i = node.first; i < node.first + node.count; ++i) {
      best = std::min(best, face_distance(p, shape_[order_[i]]));
    }
  }
  return best;
}

} // namespace dalian::bake
