#pragma once
// The chain of levels of a model: what the grammar says for each level, simplified further by meshoptimizer, with the
// distance each keeps from the finest.
#include "tools/bake/models/shape.hpp"

#include <functional>

namespace dalian::bake {

struct Level {
  Shape shape;
  float error_m = 0;
};

/// `build(level)` gives the grammar's shape. Levels that save less than a quarter of the triangles of the one before
/// are left out. Errors grow strictly. Occlusion is baked in.
/// `freedom` scales how far the simplifier may move the surface: 1 is 0.1 % of the diagonal but at most 4 cm at level
/// 1, 0.3 % but at most 20 cm at level 2.
std::vector<Level> make_levels(std::function<Shape(int)> const& build, int levels, float freedom = 1);

/// Root mean square distance in metres between two shapes, both ways, over points spread evenly by area that can be
/// seen from outside and above.
float surface_distance(Shape const& a, Shape const& b);

} // namespace dalian::bake
