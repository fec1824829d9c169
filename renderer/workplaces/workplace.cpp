#include "renderer/workplaces/workplace.hpp"

namespace dalian::workplaces {

std::optional<glm::dvec3> Moment::ground(view::Terrain const& terrain) const {
  if (!pointer.inside || view.width <= 0 || view.height <= 0) return std::nullopt;
  double const x = 2.0 * static_cast<double>(pointer.x) / view.width - 1,
               y = 2.0 * static_cast<double>(pointer.y) / view.height - 1;
  auto const direction = scene::ray_through(camera, static_cast<double>(view.width) / view.height, x, y);
  return scene::ground_hit(camera, direction, terrain);
}

} // namespace dalian::workplaces
