#pragma once
// The ground on the GPU: heights, slopes, sun and land cover of all grids as textures. Uploaded once; the sun's share
// again when the sun has moved.
#include "renderer/gpu/frame_ring.hpp"
#include "renderer/gpu/image_set.hpp"
#include "renderer/gpu/upload.hpp"
#include "renderer/passes/gpu_types.hpp"
#include "renderer/passes/terrain_light.hpp"
#include "twin/view/city_view.hpp"

#include <memory>
#include <vector>

namespace dalian::passes {

class TerrainData {
 public:
  /// `terrain` must have a window of at least 2 × 2 samples; it is cut into pieces of at most kLayerSide samples a
  /// side. Details with more samples than that are left out, and those beyond MAX_DETAILS, the coarsest first.
  TerrainData(gpu::Device& device, std::shared_ptr<view::Terrain const> terrain);
  static constexpr std::uint32_t kLayerSide = 1424;

  /// Recomputes which ground lies in the shade of hills and clouds when the sun has moved by more than half a degree.
  /// Waits for the GPU then.
  void set_sun(glm::vec3 to_sun, float cloud_cover = 0);
  /// Uploads what light_ground has said of this terrain, for callers that had it computed beside other work.
  void set_light(GroundLight const& light);

  /// Binds the textures to slots 4…6 of `set`, as terrain.glsl expects.
  void bind(gpu::ImageSet& set) const;
  /// Fills the fields of `c` that terrain.glsl reads, for an eye there.
  void describe(FrameConstants& c, glm::dvec3 eye) const;
  view::Terrain const& terrain() const { return *terrain_; }

 private:
  struct Piece {
    view::TerrainGrid const* grid;
    std::uint32_t first_column, first_row, columns, rows;
  };
  /// How the window is cut: pieces along each side, quads of a full one.
  struct Cut {
    std::uint32_t across, up, width, height;
  };
  void cut(view::TerrainGrid const& grid);
  void upload_heights_and_covers();

  gpu::Device* device_;
  std::shared_ptr<view::Terrain const> terrain_;
  std::vector<Piece> pieces_; // one per layer: of the window, then details, the finest last
  Cut window_{};
  std::uint32_t first_detail_ = 0;
  gpu::Image height_, surface_, cover_;
  glm::vec3 sun_{0, 0, 2}; // of the shade uploaded; not a direction at first
  float cloud_cover_ = 0;
};

} // namespace dalian::passes
