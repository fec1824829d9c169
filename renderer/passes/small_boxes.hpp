#pragma once
// Instances of a few pixels, drawn as boxes by a compute kernel that needs no vertices: every box of BOX_LEVEL writes
// the nearest of each pixel into a buffer, and one full-screen triangle brings the buffer into the G-buffer.
#include "renderer/gpu/buffer.hpp"
#include "renderer/gpu/pipeline.hpp"
#include "renderer/passes/frame_context.hpp"
#include "renderer/scene/scene_types.hpp"

namespace dalian::passes {

class SmallBoxes {
 public:
  SmallBoxes() = default;
  /// `lanes`: of all cull groups at most. A device without 64-bit atomics draws none: see can_draw.
  SmallBoxes(gpu::ShaderFolder const& shaders, std::size_t lanes);

  /// Whether boxes can be drawn into a picture of this size; else all is drawn by triangles. Before describe().
  bool can_draw(VkExtent2D extent);
  void describe(scene::InstanceFrame& frame) const;

  /// After the culling of `groups` groups, before the models are drawn; `levels` is what the culling wrote.
  void add_passes(FrameContext& context, VkDeviceAddress const& frame, std::uint32_t const& groups,
                  frame::Resource levels) const;
  /// Inside the rendering of the models.
  void draw(VkCommandBuffer cmd, VkDeviceAddress frame) const;
  std::vector<frame::Access> reads(frame::FrameGraph& graph) const;

 private:
  gpu::Device* device_ = nullptr;
  gpu::Pipeline kernel_, merge_;
  gpu::Buffer nearest_, looks_;
  VkExtent2D extent_{};
};

} // namespace dalian::passes
