#pragma once
// Draws roads, railways and rivers over the ground.
#include "renderer/gpu/pipeline.hpp"
#include "renderer/gpu/upload.hpp"
#include "renderer/passes/frame_context.hpp"
#include "renderer/scene/ribbons.hpp"

namespace dalian::passes {

class RibbonPass final : public GeometrySource {
 public:
  /// Uploads the strips. Throws gpu::GpuError.
  RibbonPass(gpu::ShaderFolder const& shaders, scene::RibbonScene scene);
  void prepare(FrameContext& context) override;
  void draw(VkCommandBuffer cmd, FrameContext const& context) override;
  void draw_shadow(VkCommandBuffer, FrameContext const&, int) override {} // low: their shade is the ground's

 private:
  struct Range {
    std::uint32_t first, count;
  };
  void add(Range range);

  gpu::Device* device_;
  std::vector<scene::RibbonChunk> chunks_;
  gpu::Pipeline pipeline_, lit_; // by day, by night
  gpu::Buffer vertices_, indices_;
  std::vector<Range> visible_, near_; // of indices, this frame
};

} // namespace dalian::passes
