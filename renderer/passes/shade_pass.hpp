#pragma once
// G-buffer → light: pixels are sorted by what they show, then each kind is shaded by its own kernel over its own
// pixels.
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/fullscreen.hpp"
#include "renderer/passes/terrain_data.hpp"

#include <map>
#include <vector>

namespace dalian::passes {

/// LOOK_… that a frame needs.
std::uint32_t look_of(FrameConstants const& constants);

class ShadePass {
 public:
  explicit ShadePass(gpu::ShaderFolder const& shaders);
  /// What kernels read beside the targets; call before bind_targets.
  struct Inputs {
    TerrainData const* ground;
    VkImageView sky, shadow;
  };
  void bind_targets(frame::RenderTargets const& targets, Inputs const& inputs);
  void add_passes(FrameContext& context);
  /// For tests: KIND_… | cover << 4 | grid << 12 of every pixel; how many of each, and where they are (PixelBins).
  gpu::Image const& kinds() const { return kinds_; }
  gpu::Buffer const& bins() const { return bins_; }
  gpu::Buffer const& pixels() const { return pixels_; }

 private:
  void shade(VkCommandBuffer cmd, std::uint32_t look);
  /// By KIND_…; made when a look is first wanted.
  std::vector<gpu::Pipeline> const& kernels(std::uint32_t look);
  gpu::Pipeline const& cloudy_sky(std::uint32_t look);

  gpu::Device* device_;
  gpu::ShaderFolder shaders_;
  Fullscreen classify_, list_;
  std::map<std::uint32_t, std::vector<gpu::Pipeline>> kernels_; // by LOOK_…, KIND_…
  std::map<std::uint32_t, gpu::Pipeline> cloudy_skies_;         // the sky's, with LOOK_CLOUDS
  gpu::ImageSet images_;
  gpu::Image kinds_;
  gpu::Buffer bins_, pixels_;
};

} // namespace dalian::passes
