#pragma once
// Draws the conductors of the power lines over the shaded picture: lines at least a pixel wide whose opacity is the
// share of it that the wire covers, so that they thin out with distance instead of breaking up.
#include "renderer/gpu/pipeline.hpp"
#include "renderer/gpu/upload.hpp"
#include "renderer/passes/frame_context.hpp"
#include "renderer/scene/wires.hpp"

namespace dalian::passes {

class WirePass final : public GeometrySource {
 public:
  /// Uploads the points. Throws gpu::GpuError.
  WirePass(gpu::ShaderFolder const& shaders, scene::WireScene scene);
  void prepare(FrameContext& context) override;
  void draw(VkCommandBuffer, FrameContext const&) override {}
  void draw_shadow(VkCommandBuffer, FrameContext const&, int) override {} // thinner than a texel
  bool has_lines() const override { return !visible_.empty(); }
  void draw_lines(VkCommandBuffer cmd, FrameContext const& context) override;

 private:
  gpu::Device* device_;
  std::vector<scene::WireChunk> chunks_;
  gpu::Pipeline pipeline_;
  gpu::Buffer points_;
  std::vector<std::uint32_t> visible_; // chunks of this frame
};

} // namespace dalian::passes
