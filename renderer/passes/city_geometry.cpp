#include "renderer/passes/city_geometry.hpp"

#include "renderer/passes/picture_renderer.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace dalian::passes {

CityGeometry::CityGeometry(gpu::ShaderFolder const& shaders, Parts parts)
    : meshes_(std::move(parts.meshes)), shapes_(parts.shapes), origin_(parts.origin),
      instances_(shaders, meshes_, std::move(parts.placed)), ribbons_(shaders, std::move(parts.ribbons)),
      wires_(shaders, std::move(parts.wires)), lights_(shaders, std::move(parts.lights)),
      mover_lamps_(scene::make_mover_lamps(meshes_, shapes_.all())) {}

Result<std::unique_ptr<CityGeometry>> CityGeometry::make(gpu::ShaderFolder const& shaders,
                                                         std::filesystem::path const& models, view::City const& city,
                                                         view::Terrain const& terrain, MapPoint origin) {
  auto meshes = scene::load_models(models);
  if (!meshes) return Error{meshes.error()};
  for (std::string const& line : meshes->complaints())
    fmt::print(stderr, "twinview: {}\n", line);
  auto const shapes = scene::MoverModels::find(*meshes);
  if (!shapes) return Error{shapes.error()};
  auto placed = scene::make_city_scene(city, *meshes, origin);
  if (!placed) return Error{placed.error()};
  Parts parts{{},
              *shapes,
              std::move(*placed),
              scene::make_ribbons(city, terrain, origin),
              scene::make_wires(city, origin),
              scene::make_lights(city, *meshes, origin),
              origin};
  parts.meshes = std::move(*meshes); // after the lights were found in them
  return std::unique_ptr<CityGeometry>(new CityGeometry(shaders, std::move(parts)));
}

void CityGeometry::add_to(PictureRenderer& renderer) {
  renderer.add(ribbons_);
  renderer.add(instances_);
  renderer.add(wires_);
  renderer.set_lights(lights_);
}

void CityGeometry::set_movers(std::vector<view::Mover> const& movers, Instant epoch) {
  scene::make_mover_instances(movers, epoch, shapes_, meshes_, origin_, movers_);
  scene::append_standing(standing_, meshes_, origin_, movers_); // behind them: lights go by the number of a mover
  instances_.set_movers(movers_);
  scene::make_mover_lights(movers, movers_, mover_lamps_, mover_lights_);
  lights_.set_movers(mover_lights_, instances_.movers_address());
}

} // namespace dalian::passes
