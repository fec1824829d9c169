#pragma once
// Small lights, flames and smoke over the shaded picture: one point each, culled by cells of ground. Added only where
// one of them may be seen, so a clear day without a stack in view pays nothing.
#include "renderer/gpu/image_set.hpp"
#include "renderer/gpu/pipeline.hpp"
#include "renderer/gpu/upload.hpp"
#include "renderer/passes/frame_context.hpp"
#include "renderer/scene/light_scene.hpp"

#include <array>
#include <span>

namespace dalian::passes {

/// How far lamps are switched on, 0…1: with the sun low (photocells close at some 5°), and in bad visibility (COLREG
/// rule 20(c) for ships, likewise obstruction lights).
float lamps_on(PictureInput const& input);

class LightSprites {
 public:
  /// Uploads the lights of what stands. Throws gpu::GpuError.
  LightSprites(gpu::ShaderFolder const& shaders, scene::LightScene scene);

  /// Lights of the movers whose records lie at `movers`. Not more than twice per frame in flight.
  void set_movers(std::span<scene::LightPoint const> lights, VkDeviceAddress movers);

  /// Must precede the first add_passes and follow each change of size.
  void bind_targets(frame::RenderTargets const& targets);
  void add_passes(FrameContext& context);

  struct Counts {
    std::uint32_t drawn = 0; // points handed to the GPU in the last frame
  };
  Counts counts() const { return counts_; }

 private:
  static constexpr std::size_t kMoverBuffers = 4;
  struct Run {
    std::uint32_t first, count;
  };
  struct Field {
    std::vector<scene::LightCell> cells;
    gpu::Buffer points;
    std::vector<Run> visible;
  };
  void take(Field& field, scene::LightField const& lights, gpu::Uploader& uploader);
  void cull(Field& field, FrameContext const& context, float lamps) const;
  void draw(VkCommandBuffer cmd, FrameContext const& context, float lamps) const;

  gpu::Device* device_;
  gpu::Pipeline pipeline_;
  gpu::ImageSet images_;
  Field lamps_, fires_;
  std::array<gpu::Buffer, kMoverBuffers> carried_;
  std::size_t carried_buffer_ = 0;
  std::uint32_t carried_count_ = 0;
  VkDeviceAddress movers_ = 0;
  Counts counts_;
};

} // namespace dalian::passes
