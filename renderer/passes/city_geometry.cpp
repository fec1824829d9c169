#include "renderer/passes/city_geometry.hpp"

#include "renderer/passes/picture_renderer.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace dalian::passes {

CityGeometry::CityGeometry(gpu::ShaderFolder const& shaders, scene::MeshPack meshes, scene::MoverModels shapes,
                           scene::CityScene city, scene::RibbonScene ribbons, scene::WireScene wires, MapPoint origin)
    : meshes_(std::move(meshes)), shapes_(shapes), origin_(origin), instances_(shaders, meshes_, std::move(city)),
      ribbons_(shaders, std::move(ribbons)), wires_(shaders, std::move(wires)) {}

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
  return std::unique_ptr<CityGeometry>(new CityGeometry(shaders, std::move(*meshes), *shapes, std::move(*placed),
                                                        scene::make_ribbons(city, terrain, origin),
                                                        scene::make_wires(city, origin), origin));
}

void CityGeometry::add_to(PictureRenderer& renderer) {
  renderer.add(ribbons_);
  renderer.add(instances_);
  renderer.add(wires_);
}

void CityGeometry::set_movers(std::vector<view::Mover> const& movers, Instant epoch) {
  scene::make_mover_instances(movers, epoch, shapes_, meshes_, origin_, movers_);
  instances_.set_movers(movers_);
}

} // namespace dalian::passes
