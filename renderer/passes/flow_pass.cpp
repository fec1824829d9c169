#include "renderer/passes/flow_pass.hpp"

#include "renderer/gpu/upload.hpp"
#include "renderer/passes/fullscreen.hpp"

namespace dalian::passes {
namespace {

gpu::GraphicsDesc desc() {
  gpu::GraphicsDesc d;
  d.vertex = "flow.vert";
  d.fragment = "flow.frag";
  d.colors = {frame::kPictureFormat};
  d.blend = gpu::Blend::alpha;
  d.cull = VK_CULL_MODE_NONE;
  return d;
}

} // namespace

FlowPass::FlowPass(gpu::ShaderFolder const& shaders)
    : device_(&shaders.device()), shaders_(shaders), images_(shaders.device()) {}

void FlowPass::show(scene::FlowStrips const& strips) {
  device_->wait_idle();
  segments_ = strips.points.size() < 2 ? 0 : static_cast<std::uint32_t>(strips.points.size() - 1);
  if (segments_ == 0) return;
  gpu::Uploader uploader(*device_);
  points_ = gpu::device_buffer<scene::FlowPoint>(*device_, uploader, strips.points);
  styles_ = gpu::device_buffer<scene::FlowStyle>(*device_, uploader, strips.styles);
  uploader.flush();
  if (!pipeline_) pipeline_ = gpu::graphics_pipeline(shaders_, desc());
}

void FlowPass::bind_targets(frame::RenderTargets const& targets) {
  images_.sampled(3, targets.depth.view(), device_->nearest_clamp());
}

void FlowPass::add_pass(FrameContext& context) {
  using frame::Use;
  if (segments_ == 0) return;
  auto const& r = context.resources;
  context.graph.add({"flow",
                     {{r.depth, Use::sampled_fragment}, {r.toned, Use::color_target}},
                     [this, &targets = context.targets](VkCommandBuffer cmd) {
                       begin_color(cmd, targets.toned, false);
                       vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.get());
                       images_.bind(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS);
                       struct {
                         VkDeviceAddress points, styles;
                       } const push{points_.address(), styles_.address()};
                       gpu::push(cmd, *device_, push);
                       vkCmdDraw(cmd, 6 * segments_, 1, 0, 0);
                       vkCmdEndRendering(cmd);
                     }});
}

} // namespace dalian::passes
