#pragma once
// G-buffer → light: pixels are sorted by what they show, then each kind is shaded by its own kernel over its own
// pixels.
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/fullscreen.hpp"
#include "renderer/passes/shade_kernels.hpp"
#include "renderer/passes/terrain_data.hpp"

namespace dalian::passes {

/// LOOK_… that a frame needs.
std::uint32_t look_of(FrameConstants const& constants);

/// `nearest`: with the kernels that are there; the ones wanted are made meanwhile.
enum class KernelChoice : std::uint8_t { exact, nearest };

class ShadePass {
 public:
  explicit ShadePass(gpu::ShaderFolder const& shaders);
  /// What kernels read beside the targets; call before bind_targets.
  struct Inputs {
    TerrainData const* ground;
    VkImageView sky, shadow;
  };
  void bind_targets(frame::RenderTargets const& targets, Inputs const& inputs);
  void add_passes(FrameContext& context, KernelChoice choice);
  ShadeKernels& kernels() { return kernels_; }
  /// For tests: how many groups of each kind there are (PixelBins), which pixels they hold, and the list they point
  /// into.
  gpu::Buffer const& bins() const { return bins_; }
  gpu::Buffer const& groups() const { return groups_; }
  gpu::Buffer const& pixels() const { return pixels_; }
  std::uint32_t groups_per_kind() const { return groups_per_kind_; }

 private:
  void push(VkCommandBuffer cmd) const;
  void shade(VkCommandBuffer cmd, ShadeKernels::Set& set);
  void run_new_kernel(VkCommandBuffer cmd);

  gpu::Device* device_;
  Fullscreen classify_, classify_plainly_;
  ShadeKernels kernels_;
  gpu::ImageSet images_;
  gpu::Buffer bins_, pixels_, groups_; // PixelBins, uint[tiles · TILE_PIXELS], uint[KIND_COUNT · groups_per_kind_]
  std::uint32_t groups_per_kind_ = 0;
  float tiles_across_ = 0;
};

} // namespace dalian::passes
