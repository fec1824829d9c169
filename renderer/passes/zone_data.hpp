#pragma once
// The zones' outlines on the GPU, in ground coordinates, coloured by plan zone.
#include "renderer/gpu/upload.hpp"
#include "renderer/passes/gpu_types.hpp"
#include "twin/view/city_view.hpp"

namespace dalian::passes {

class ZoneData {
 public:
  /// `origin`: of the ground coordinates, map metres.
  ZoneData(gpu::Device& device, std::vector<view::Zone> const& zones, glm::dvec2 origin);
  VkDeviceAddress zones() const { return zones_.address(); }
  VkDeviceAddress points() const { return points_.address(); }
  std::uint32_t count() const { return count_; }

 private:
  gpu::Buffer zones_, points_;
  std::uint32_t count_ = 0;
};

} // namespace dalian::passes
