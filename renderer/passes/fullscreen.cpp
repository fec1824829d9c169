#include "renderer/passes/fullscreen.hpp"

namespace dalian::passes {

void Fullscreen::dispatch(VkCommandBuffer cmd, std::uint32_t groups_x, std::uint32_t groups_y) const {
  vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline_.get());
  images_.bind(cmd, VK_PIPELINE_BIND_POINT_COMPUTE);
  vkCmdDispatch(cmd, groups_x, groups_y, 1);
}

void begin_color(VkCommandBuffer cmd, gpu::Image const& target, bool clear) {
  VkRenderingAttachmentInfo color{VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO};
  color.imageView = target.view();
  color.imageLayout = VK_IMAGE_LAYOUT_GENERAL;
  color.loadOp = clear ? VK_ATTACHMENT_LOAD_OP_CLEAR : VK_ATTACHMENT_LOAD_OP_LOAD;
  color.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
  VkRenderingInfo info{VK_STRUCTURE_TYPE_RENDERING_INFO};
  info.renderArea = {{0, 0}, target.extent()};
  info.layerCount = 1;
  info.colorAttachmentCount = 1;
  info.pColorAttachments = &color;
  vkCmdBeginRendering(cmd, &info);
  gpu::draw_area(cmd, target.extent());
}

} // namespace dalian::passes
