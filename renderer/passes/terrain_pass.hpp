#pragma once
// Draws the ground's patches into the G-buffer.
#include "renderer/gpu/pipeline.hpp"
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/terrain_data.hpp"
#include "renderer/passes/terrain_quadtree.hpp"

namespace dalian::passes {

class TerrainPass {
 public:
  TerrainPass(gpu::ShaderFolder const& shaders, TerrainData const& data);
  /// Chooses the patches of this frame.
  void prepare(FrameContext& context);
  /// Inside the G-buffer's dynamic rendering.
  void draw(VkCommandBuffer cmd, FrameContext const& context) const;
  std::uint32_t patches() const { return patches_; }

 private:
  gpu::Device* device_;
  TerrainQuadtree tree_;
  gpu::Pipeline pipeline_;
  gpu::ImageSet images_;
  gpu::Buffer indices_;
  VkDeviceAddress patch_address_ = 0;
  std::uint32_t patches_ = 0;
};

} // namespace dalian::passes
