#pragma once
// Everything of the city that is drawn beside the ground, put together from baked assets: still instances, movers,
// roads.
#include "renderer/passes/instances.hpp"
#include "renderer/passes/ribbons.hpp"
#include "renderer/passes/wires.hpp"
#include "twin/base/result.hpp"

#include <filesystem>

namespace dalian::passes {

class PictureRenderer;

class CityGeometry {
 public:
  /// `models` is the folder with models.json. The error names the file or the placement at fault; GPU failures throw.
  static Result<std::unique_ptr<CityGeometry>> make(gpu::ShaderFolder const& shaders,
                                                    std::filesystem::path const& models, view::City const& city,
                                                    view::Terrain const& terrain, MapPoint origin);
  /// The renderer keeps a reference: this must outlive it.
  void add_to(PictureRenderer& renderer);

  /// Replaces what moves; PictureInput::now_s counts seconds from `epoch`.
  void set_movers(std::vector<view::Mover> const& movers, Instant epoch);

  InstanceCounts counts() const { return instances_.counts(); }
  scene::MeshPack const& meshes() const { return meshes_; }
  InstancePass const& instances() const { return instances_; }

 private:
  CityGeometry(gpu::ShaderFolder const& shaders, scene::MeshPack meshes, scene::MoverModels shapes,
               scene::CityScene city, scene::RibbonScene ribbons, scene::WireScene wires, MapPoint origin);

  scene::MeshPack meshes_;
  scene::MoverModels shapes_;
  MapPoint origin_;
  InstancePass instances_;
  RibbonPass ribbons_;
  WirePass wires_;
  std::vector<scene::MoverInstance> movers_;
};

} // namespace dalian::passes
