#include "tools/bake/models/shape.hpp"

#include <cassert>

#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>
#include <glm/matrix.hpp>

namespace dalian::bake {
namespace {

constexpr float kSmallestArea = 1e-7F; // m²

bool inside(glm::vec2 p, glm::vec2 a, glm::vec2 b, glm::vec2 c) {
  auto const side = [](glm::vec2 u, glm::vec2 v, glm::vec2 w) {
    return (v.x - u.x) * (w.y - u.y) - (v.y - u.y) * (w.x - u.x);
  };
  return side(a, b, p) >= 0 && side(b, c, p) >= 0 && side(c, a, p) >= 0;
}

glm::vec3 newell_normal(std::span<glm::vec3 const> outline) {
  glm::vec3 sum{0};
  for (std::size_t i = 0; i < outline.size(); ++i)
    sum += glm::cross(outline[i], outline[(i + 1) % outline.size()]);
  return sum;
}

/// The outline on the plane where it is largest, counter-clockwise.
std::vector<glm::vec2> flattened(std::span<glm::vec3 const> outline) {
  glm::vec3 const n = newell_normal(outline);
  glm::vec3 const size = glm::abs(n);
  std::vector<glm::vec2> flat;
  for (glm::vec3 p : outline) {
    if (size.z >= size.x && size.z >= size.y)
      flat.push_back(n.z > 0 ? glm::vec2(p.x, p.y) : glm::vec2(p.y, p.x));
    else if (size.x >= size.y)
      flat.push_back(n.x > 0 ? glm::vec2(p.y, p.z) : glm::vec2(p.z, p.y));
    else
      flat.push_back(n.y > 0 ? glm::vec2(p.z, p.x) : glm::vec2(p.x, p.z));
  }
  return flat;
}

} // namespace

Box bounding_box(Shape const& shape) {
  if (shape.empty()) return {};
  Box box{shape[0].corners[0].position, shape[0].corners[0].position};
  for (Face const& face : shape) {
    for (Corner const& corner : face.corners) {
      box.min = glm::min(box.min, corner.position);
      box.max = glm::max(box.max, corner.position);
    }
  }
  return box;
}

glm::vec3 face_normal(Face const& face) {
  glm::vec3 const n = glm::cross(face.corners[1].position - face.corners[0].position,
                                 face.corners[2].position - face.corners[0].position);
  float const length = glm::length(n);
  return length > 0 ? n / length : glm::vec3(0);
}

Builder::Builder(Shape& out, glm::mat4 const& placement)
    : out_(out), placement_(placement), normal_matrix_(glm::transpose(glm::inverse(glm::mat3(placement)))),
      mirrored_(glm::determinant(glm::mat3(placement)) < 0) {}

void Builder::add(std::array<glm::vec3, 3> const& points, std::array<glm::vec3, 3> const* normals) {
  Face face;
  face.material = material;
  face.tint = tint;
  face.facade = facade;
  for (std::size_t i = 0; i < 3; ++i) {
    std::size_t const to = mirrored_ ? 2 - i : i;
    face.corners[to].position = glm::vec3(placement_ * glm::vec4(points[i], 1));
    if (normals) face.corners[to].normal = glm::normalize(normal_matrix_ * (*normals)[i]);
  }
  glm::vec3 const doubled = glm::cross(face.corners[1].position - face.corners[0].position,
                                       face.corners[2].position - face.corners[0].position);
  if (glm::length(doubled) < 2 * kSmallestArea) return;
  if (!normals) {
    for (Corner& corner : face.corners)
      corner.normal = glm::normalize(doubled);
  }
  out_.push_back(face);
}

void Builder::triangle(glm::vec3 a, glm::vec3 b, glm::vec3 c) {
  add({a, b, c}, nullptr);
}

void Builder::quad(glm::vec3 a, glm::vec3 b, glm::vec3 c, glm::vec3 d) {
  triangle(a, b, c);
  triangle(a, c, d);
}

void Builder::smooth_quad(std::array<glm::vec3, 4> const& points, std::array<glm::vec3, 4> const& normals) {
  std::array<glm::vec3, 3> const first{normals[0], normals[1], normals[2]};
  std::array<glm::vec3, 3> const second{normals[0], normals[2], normals[3]};
  add({points[0], points[1], points[2]}, &first);
  add({points[0], points[2], points[3]}, &second);
}

void Builder::polygon(std::span<glm::vec3 const> outline) {
  assert(outline.size() >= 3);
  std::vector<glm::vec2> const flat = flattened(outline);
  std::vector<std::size_t> left(outline.size());
  for (std::size_t i = 0; i < left.size(); ++i)
    left[i] = i;
  while (left.size() > 3) {
    std::size_t ear = 0; // when rounding hides every ear, the first corner is cut: still a closed cover
    for (std::size_t i = 0; i < left.size(); ++i) {
      std::size_t const before = left[(i + left.size() - 1) % left.size()], after = left[(i + 1) % left.size()];
      glm::vec2 const a = flat[before], b = flat[left[i]], c = flat[after];
      if ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) <= 0) continue;
      bool free = true;
      for (std::size_t other : left) {
        free = free && (other == before || other == left[i] || other == after || !inside(flat[other], a, b, c));
      }
      if (free) {
        ear = i;
        break;
      }
    }
    triangle(outline[left[(ear + left.size() - 1) % left.size()]], outline[left[ear]],
             outline[left[(ear + 1) % left.size()]]);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(ear));
  }
  triangle(outline[left[0]], outline[left[1]], outline[left[2]]);
}

} // namespace dalian::bake
