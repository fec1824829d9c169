#pragma once
// A skin over rounded sections along y: bodies of cars, buses, trains. Metres.
#include "tools/bake/models/shape.hpp"

#include <glm/vec4.hpp>

namespace dalian::bake {

struct LoftSpec {
  std::vector<glm::vec4> sections; // (y, width, bottom, top), y rising, at least two
  float round = 4;                 // exponent of the superellipse: 2 is an ellipse, larger is boxier
  int sides = 16;                  // of a section
};
/// Smooth along and around, closed by a flat face at each end.
void add_loft(Builder& out, LoftSpec const& loft);

} // namespace dalian::bake
