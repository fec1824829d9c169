#pragma once
// The depth maps seen from the sun, one layer per cascade, and the passes that fill them. What stands is kept in maps
// of its own; each frame that moves copies them and adds what moves.
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/shadow_cascades.hpp"

namespace dalian::passes {

class ShadowMap {
 public:
  /// `size_px`: side of a layer.
  ShadowMap(gpu::Device& device, std::uint32_t size_px);
  void add_passes(FrameContext& context, std::vector<GeometrySource*> const& sources);
  std::uint32_t size_px() const { return size_px_; }
  VkImageView view() const { return map_.view(); }
  gpu::Image const& image() const { return map_; }

 private:
  using Layers = std::array<gpu::ImageView, SHADOW_CASCADES>;
  void add_still_pass(FrameContext& context, std::vector<GeometrySource*> const& sources, std::size_t cascade) const;
  void add_moving_pass(FrameContext& context, std::vector<GeometrySource*> const& sources) const;

  std::uint32_t size_px_;
  gpu::Image still_, map_;
  Layers still_layers_, layers_;
  bool held_movers_ = false; // map_ differs from still_
};

} // namespace dalian::passes
