#pragma once
// Every small light of the city, found in what is there anyway: lamps and beacons of placed models, street lamps along
// the routes, flames and smoke of stacks, lights of movers by class and motion. Nothing is random; nothing is live
// that the movers do not say.
#include "renderer/scene/city_scene.hpp"
#include "renderer/scene/lamp_points.hpp"
#include "renderer/scene/ship_lights.hpp"

#include <array>

namespace dalian::scene {

/// Lights of a square of ground.
struct LightCell {
  glm::vec3 min_m{}, max_m{}; // metres from the scene's origin
  std::uint32_t first = 0, count = 0;
  float brightest_cd = 0;
};

/// Lights of one sort, cell by cell.
struct LightField {
  std::vector<LightPoint> points;
  std::vector<LightCell> cells;
};

struct LightScene {
  LightField lamps; // shine by night
  LightField fires; // flames and smoke: seen by day too
};

/// Lights of what stands: placements, then lamps every 32 m on both sides in turn of the roads that ribbon.frag lights.
LightScene make_lights(view::City const& city, MeshPack const& models, MapPoint origin);

/// What each shape of mover carries, found once in its model.
struct MoverLamps {
  static constexpr std::size_t kShapes = static_cast<std::size_t>(view::Shape::aircraft) + 1;
  std::array<ShipForm, kShapes> ship;
  std::array<std::vector<Lamp>, kShapes> model;
};
MoverLamps make_mover_lamps(MeshPack const& models, std::array<std::uint32_t, MoverLamps::kShapes> const& meshes);

/// Appends to `out` (cleared first) the lights of `movers`, drawn as `instances` (the same order and number).
void make_mover_lights(std::vector<view::Mover> const& movers, std::vector<MoverInstance> const& instances,
                       MoverLamps const& lamps, std::vector<LightPoint>& out);

} // namespace dalian::scene
