#pragma once
// The still city: placements → instance records, sorted into cells of ground so that what is near is drawn first and
// what is out of sight or, in a far cell, too small is skipped without a look. Made once per city.
#include "renderer/scene/mesh_pack.hpp"
#include "twin/view/city_view.hpp"

namespace dalian::scene {

/// A square of ground and what stands on it.
struct Cell {
  glm::vec3 min_m{}, max_m{}; // of everything in it, metres from the scene's origin
  std::uint32_t first = 0, count = 0;
  std::uint32_t turning = 0; // of them, what turns
};

struct CityScene {
  std::vector<StaticInstance> instances; // cell by cell, in each the largest first
  std::vector<float> radius_m;           // of each instance's sphere
  std::vector<Cell> cells;               // none empty; their ranges follow each other and cover all instances
};

inline constexpr double kCellSize_m = 512;

/// Entities are ENTITY_PLACEMENT | index in `city.placements`. Fails when a placement names a model that is not there,
/// has a scale that is not positive, or lies beyond the reach of millimetres: the error names the placement.
Result<CityScene> make_city_scene(view::City const& city, MeshPack const& models, MapPoint origin);

} // namespace dalian::scene
