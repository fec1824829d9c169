#pragma once
// Lines with light that runs along them, over the finished picture: see flow.frag. Uploaded when they change.
#include "renderer/gpu/image_set.hpp"
#include "renderer/gpu/pipeline.hpp"
#include "renderer/passes/frame_context.hpp"
#include "renderer/scene/flow_strip.hpp"

namespace dalian::passes {

class FlowPass {
 public:
  explicit FlowPass(gpu::ShaderFolder const& shaders);

  /// Waits for the GPU. Empty: none, and no pass.
  void show(scene::FlowStrips const& strips);
  void bind_targets(frame::RenderTargets const& targets);
  /// After the tone map and whatever lies below the lines.
  void add_pass(FrameContext& context);

 private:
  gpu::Device* device_;
  gpu::ShaderFolder shaders_;
  gpu::Pipeline pipeline_; // made when first wanted
  gpu::ImageSet images_;
  gpu::Buffer points_, styles_;
  std::uint32_t segments_ = 0;
};

} // namespace dalian::passes
