#pragma once
// The ground on the GPU: heights, slopes, sun and land cover of all grids as textures. Uploaded once; the sun's share
// again when the sun has moved.
#include "renderer/gpu/frame_ring.hpp"
#include "renderer/gpu/image_set.hpp"
#include "renderer/gpu/upload.hpp"
#include "renderer/passes/gpu_types.hpp"
#include "twin/view/city_view.hpp"

#include <memory>
#include <vector>

namespace dalian::passes {

class TerrainData {
 public:
  /// `terrain` must have a window of at least 2 × 2 samples; at most MAX_DETAIL_GRIDS details are used, finest first.
  TerrainData(gpu::Device& device, std::shared_ptr<view::Terrain const> terrain);

  /// Recomputes which ground lies in the shade of hills when the sun has moved by more than half a degree. Waits for the
  /// GPU then.
  void set_sun(glm::vec3 to_sun);

  /// Binds the textures to slots 4…9 of `set`, as terrain.glsl expects.
  void bind(gpu::ImageSet& set) const;
  /// The grids' places relative to an eye, for FrameConstants::grids.
  std::vector<TerrainGridInfo> grid_infos(glm::dvec3 eye) const;
  std::uint32_t detail_count() const { return static_cast<std::uint32_t>(details_.size()); }
  view::Terrain const& terrain() const { return *terrain_; }

 private:
  void upload_heights_and_covers();
  void upload_surfaces();

  gpu::Device* device_;
  std::shared_ptr<view::Terrain const> terrain_;
  std::vector<view::TerrainGrid const*> details_; // finest first
  gpu::Image window_height_, window_surface_, window_cover_;
  gpu::Image detail_height_, detail_surface_, detail_cover_;
  glm::vec3 sun_{0, 0, 2}; // of the shade uploaded; not a direction at first
};

} // namespace dalian::passes
