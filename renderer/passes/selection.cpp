#include "renderer/passes/selection.hpp"

#include "renderer/passes/labels.hpp"

#include <algorithm>

namespace dalian::passes {

Selection::Selection(gpu::ShaderFolder const& shaders, VkFormat target_format)
    : device_(shaders.device()), images_(device_) {
  gpu::GraphicsDesc desc;
  desc.vertex = "screen.vert";
  desc.fragment = "selection.frag";
  desc.colors = {target_format};
  desc.blend = gpu::Blend::alpha;
  desc.cull = VK_CULL_MODE_NONE;
  pipeline_ = gpu::graphics_pipeline(shaders, desc);
}

void Selection::set_entities(gpu::Image const& entities) {
  images_.sampled(0, entities.view(), device_.nearest_clamp());
}

void Selection::add(frame::FrameGraph& graph, frame::Resource entities, frame::Resource picture,
                    gpu::Image const& target, Look const& look) {
  VkExtent2D const extent = target.extent();
  auto const clamp = [](float v, std::uint32_t high) {
    return static_cast<std::int32_t>(std::clamp(v, 0.0F, static_cast<float>(high)));
  };
  std::int32_t const x0 = clamp(look.around.x0, extent.width), x1 = clamp(look.around.x1, extent.width),
                     y0 = clamp(look.around.y0, extent.height), y1 = clamp(look.around.y1, extent.height);
  if (look.entity == 0 || x1 <= x0 || y1 <= y0) return;
  VkRect2D const clip{{x0, y0}, {static_cast<std::uint32_t>(x1 - x0), static_cast<std::uint32_t>(y1 - y0)}};
  struct Push {
    std::uint32_t entity, tint;
    float outline, halo;
  } const push{look.entity, look.tint, look.outline_px, look.halo_px};
  graph.add({"selection",
             {{entities, frame::Use::sampled_fragment}, {picture, frame::Use::color_target}},
             [this, &target, clip, push](VkCommandBuffer cmd) {
               begin_over(cmd, target);
               vkCmdSetScissor(cmd, 0, 1, &clip);
               vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.get());
               images_.bind(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS);
               gpu::push(cmd, device_, push);
               vkCmdDraw(cmd, 3, 1, 0, 0);
               vkCmdEndRendering(cmd);
             }});
}

} // namespace dalian::passes
