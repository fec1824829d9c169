#pragma once
// The plain solids of the grammar. Each is added to a Builder in its own frame: base at z = 0 unless said otherwise,
// centred on x and y. Metres. Underside faces are left out where `bottom` is false.
#include "tools/bake/models/shape.hpp"

#include <optional>

#include <glm/vec2.hpp>

namespace dalian::bake {

struct BoxSpec {
  glm::vec3 size;
  glm::vec2 taper{1, 1}; // size of the top over size of the base, x and y
  glm::vec2 lean{0, 0};  // of the top against the base
  float foot = 0;        // > 0: the walls are cut at this height, so that shade at the ground stays at the ground
  bool bottom = false;
  std::optional<MaterialIndex> top = {};
};
void add_box(Builder& out, BoxSpec const& box);

enum class Axis { x, y, z };

struct PrismSpec {
  std::vector<glm::vec2> profile = {}; // either way round; axis x: (y, z), axis y: (x, z), axis z: (x, y)
  Axis axis = Axis::z;
  float length = 0;                                  // centred on x and y axes; from 0 up on z
  std::optional<MaterialIndex> caps = {}, roof = {}; // roof: faces that look more up than aside
};
void add_prism(Builder& out, PrismSpec const& prism);

struct LatheSpec {
  std::vector<glm::vec2> profile; // (radius, z) from the bottom up
  int sides = 12;
  bool smooth = true;
  float turn_deg = 0; // of the first side
};
void add_lathe(Builder& out, LatheSpec const& lathe);

struct PipeSpec {
  std::vector<glm::vec3> points;
  float radius = 0.1F;
  int sides = 6;
  bool caps = false;
};
void add_pipe(Builder& out, PipeSpec const& pipe);

/// A rectangular bar from one point to another; `height` is across in the vertical plane.
struct BarSpec {
  glm::vec3 from, to;
  float width, height;
};
void add_bar(Builder& out, BarSpec const& bar);

/// A lattice girder of four chords (three when `height_end` and `width_end` are 0 it becomes a spire).
struct TrussSpec {
  glm::vec3 from, to;
  float width, height;         // at `from`, centre to centre of the chords
  float width_end, height_end; // at `to`
  int bays = 6;
  float chord = 0.4F, brace = 0.2F; // thickness of the members
};
void add_truss(Builder& out, TrussSpec const& truss);

/// An upright rim around a rectangle: parapets, bunds, coamings.
struct RimSpec {
  glm::vec2 size; // outside
  float height, thickness;
};
void add_rim(Builder& out, RimSpec const& rim);

/// A stair or ramp that winds around a cylinder.
struct SpiralSpec {
  float radius, width, height, turns;
  int steps = 16;
  float rail = 1.1F; // height of its outer rail, drawn as a thin wall
};
void add_spiral(Builder& out, SpiralSpec const& spiral);

} // namespace dalian::bake
