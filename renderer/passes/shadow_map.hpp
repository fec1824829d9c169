#pragma once
// The depth maps seen from the sun, one layer per cascade, and the passes that fill them.
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/shadow_cascades.hpp"

namespace dalian::passes {

class ShadowMap {
 public:
  /// `size_px`: side of a layer.
  ShadowMap(gpu::Device& device, std::uint32_t size_px);
  void add_passes(FrameContext& context, std::vector<GeometrySource*> const& sources) const;
  std::uint32_t size_px() const { return size_px_; }
  VkImageView view() const { return map_.view(); }
  gpu::Image const& image() const { return map_; }

 private:
  std::uint32_t size_px_;
  gpu::Image map_;
  gpu::ImageView layers_[SHADOW_CASCADES];
};

} // namespace dalian::passes
