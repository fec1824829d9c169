#pragma once
// The moving things: draw records → instance records with times relative to one epoch, so that floats hold them. Made
// once per snapshot; between snapshots the GPU carries each thing on.
#include "renderer/scene/mesh_pack.hpp"
#include "twin/view/city_view.hpp"

#include <array>

namespace dalian::scene {

/// Models that stand for the shapes of movers, found once.
class MoverModels {
 public:
  /// The error names the shape whose model is missing.
  static Result<MoverModels> find(MeshPack const& models);
  auto const& all() const { return meshes_; } // in the order of view::Shape
  std::uint32_t mesh(view::Shape shape) const { return meshes_[static_cast<std::size_t>(shape)]; }

 private:
  std::array<std::uint32_t, static_cast<std::size_t>(view::Shape::aircraft) + 1> meshes_{};
};

/// Muted tint of a shape (RGBA8 0xAABBGGRR, sRGB), greyed where stale.
std::uint32_t tint_of(view::Shape shape, view::Freshness freshness);

/// Appends to `out` (cleared first). Models are scaled to the real length and width where known.
void make_mover_instances(std::vector<view::Mover> const& movers, Instant epoch, MoverModels const& shapes,
                          MeshPack const& models, MapPoint origin, std::vector<MoverInstance>& out);

/// Where a mover is `now`, and where it points: the C++ mirror of what the GPU does with carried_offset. Until `until`
/// at the latest.
struct CarriedOn {
  glm::dvec3 position; // map metres
  double heading_rad;
};
CarriedOn carry_on(view::Mover const& mover, Instant now);

/// Displacement (east, north) in metres after `dt_s` of a velocity that turns clockwise at a constant rate.
glm::dvec2 carried_offset(glm::dvec2 velocity_mps, double turn_rate_rps, double dt_s);

} // namespace dalian::scene
