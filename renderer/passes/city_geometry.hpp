#pragma once
// Everything of the city that is drawn beside the ground, put together from baked assets: still instances, movers,
// roads.
#include "renderer/passes/instances.hpp"
#include "renderer/passes/light_sprites.hpp"
#include "renderer/passes/ribbons.hpp"
#include "renderer/passes/wires.hpp"
#include "renderer/scene/standing_things.hpp"
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

  /// Things that stand beside them, from the next set_movers on.
  void set_standing(std::vector<scene::StandingThing> things) { standing_ = std::move(things); }

  InstanceCounts counts() const { return instances_.counts(); }
  scene::MeshPack const& meshes() const { return meshes_; }
  InstancePass const& instances() const { return instances_; }
  LightSprites const& lights() const { return lights_; }

 private:
  struct Parts {
    scene::MeshPack meshes;
    scene::MoverModels shapes;
    scene::CityScene placed;
    scene::RibbonScene ribbons;
    scene::WireScene wires;
    scene::LightScene lights;
    MapPoint origin;
  };
  CityGeometry(gpu::ShaderFolder const& shaders, Parts parts);

  scene::MeshPack meshes_;
  scene::MoverModels shapes_;
  MapPoint origin_;
  InstancePass instances_;
  RibbonPass ribbons_;
  WirePass wires_;
  LightSprites lights_;
  scene::MoverLamps mover_lamps_;
  std::vector<scene::MoverInstance> movers_;
  std::vector<scene::StandingThing> standing_;
  std::vector<scene::LightPoint> mover_lights_;
};

} // namespace dalian::passes
