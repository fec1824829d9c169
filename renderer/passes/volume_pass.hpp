#pragma once
// Translucent bodies over the finished picture: their surfaces are added up without order into an image of optical
// depth, which then dims the picture. See volume.frag. Uploaded when they change.
#include "renderer/passes/frame_context.hpp"
#include "renderer/passes/fullscreen.hpp"
#include "renderer/scene/volume_mesh.hpp"

#include <optional>

namespace dalian::passes {

class VolumePass {
 public:
  explicit VolumePass(gpu::ShaderFolder const& shaders);

  /// Waits for the GPU. Empty: none, and no pass.
  void show(scene::VolumeMesh const& mesh);
  void bind_targets(frame::RenderTargets const& targets);
  /// After the tone map.
  void add_passes(FrameContext& context);

 private:
  void bind();

  gpu::Device* device_;
  gpu::ShaderFolder shaders_;
  gpu::Pipeline surfaces_; // made when first wanted
  std::optional<Fullscreen> over_;
  gpu::ImageSet images_;
  gpu::Image sum_;
  gpu::Buffer vertices_, styles_;
  std::uint32_t vertex_count_ = 0;
  frame::RenderTargets const* targets_ = nullptr;
};

} // namespace dalian::passes
