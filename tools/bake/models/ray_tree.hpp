#pragma once
// Rays against a shape: a bounding-volume tree for the bake of ambient occlusion, level errors and previews.
#include "tools/bake/models/shape.hpp"

#include <optional>

namespace dalian::bake {

struct Ray {
  glm::vec3 origin, direction; // direction of unit length
  float reach;                 // metres
};

struct Hit {
  std::size_t face;
  float distance;
  bool from_behind;
  float u, v; // barycentric weights of corners 1 and 2
};

/// Refers to the shape, which must outlive it and not change.
class RayTree {
 public:
  explicit RayTree(Shape const& shape);
  std::optional<Hit> nearest(Ray const& ray) const;
  /// Distance in metres from a point to the nearest face; infinity for an empty shape.
  float distance(glm::vec3 p) const;

 private:
  struct Node {
    glm::vec3 min, max;
    std::uint32_t first = 0, count = 0; // faces, where count > 0
    std::uint32_t right = 0;            // the left child follows at once
  };
  void split(std::uint32_t node, std::uint32_t first, std::uint32_t count);

  Shape const& shape_;
  std::vector<std::uint32_t> order_;
  std::vector<Node> nodes_;
};

} // namespace dalian::bake
