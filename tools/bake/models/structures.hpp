#pragma once
// Larger pieces of the grammar, each of which knows how to show itself at a level of detail: facades, saw-tooth roofs,
// container stacks, tree crowns. Level 0 is the finest, 3 the massing seen from afar. Metres.
#include "tools/bake/models/shape.hpp"

#include <cstdint>

#include <glm/vec2.hpp>

namespace dalian::bake {

/// A block with floors and bays: glass set back behind spandrels and piers.
struct FacadeSpec {
  glm::vec3 size; // outside; z of floors · storey
  int floors = 1;
  float bay = 3;        // wished width of a window bay; fitted to the wall
  float sill = 1.0F;    // height of the spandrel of a storey
  float pier = 0.6F;    // width of the pier between bays; 0 = ribbon windows
  float depth = 0.3F;   // of the window's reveal
  float proud = 0.0F;   // piers stand out of the spandrels by this
  float corner = 1.0F;  // width of the closed corner
  bool blank_x = false; // the walls that look along x have no windows
  bool blank_y = false; // the walls that look along y have no windows
  MaterialIndex wall = 0, glass = 0, roof = 0, pier_material = 0;
};
void add_facade(Builder& out, FacadeSpec const& facade, int level);

/// Teeth along y; the glass looks towards +y (north when the building faces north).
struct SawtoothSpec {
  glm::vec2 size;
  float height;
  int teeth;
  MaterialIndex roof = 0, glass = 0, gable = 0;
};
void add_sawtooth(Builder& out, SawtoothSpec const& sawtooth, int level);

/// Containers in bays along y, rows along x, tiers up; heights differ by row as they do when loading is under way.
struct ContainersSpec {
  int bays, rows, tiers;
  int fewest = 1; // tiers
  glm::vec3 container{2.44F, 12.19F, 2.59F};
  float row_gap = 0.06F, bay_gap = 0.7F;
  std::uint32_t seed = 1;
  std::vector<MaterialIndex> paints = {};
  MaterialIndex floor = 0;
  glm::vec2 narrowing{1, 1}; // share of the rows left in the first and the last bay: holds follow the hull
  bool full_middle = false;  // every row of the model's box is reached somewhere
};
void add_containers(Builder& out, ContainersSpec const& containers, int level);

/// A lumpy ellipsoid of leaves.
struct CrownSpec {
  glm::vec3 size;      // base at z = 0
  float lumps = 0.12F; // share of the radius
  std::uint32_t seed = 1;
};
void add_crown(Builder& out, CrownSpec const& crown, int level);

} // namespace dalian::bake
