#include "renderer/passes/shadow_map.hpp"

#include "renderer/gpu/pipeline.hpp"

#include <fmt/format.h>

namespace dalian::passes {
namespace {

gpu::ImageDesc map_desc(std::uint32_t size_px) {
  gpu::ImageDesc desc;
  desc.format = frame::kDepthFormat;
  desc.extent = {size_px, size_px};
  desc.layers = SHADOW_CASCADES;
  desc.array_view = true;
  desc.usage =
      VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT | VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT;
  return desc;
}

void begin(VkCommandBuffer cmd, VkImageView view, std::uint32_t size_px) {
  VkRenderingAttachmentInfo depth{VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO};
  depth.imageView = view;
  depth.imageLayout = VK_IMAGE_LAYOUT_GENERAL;
  depth.loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR; // to 0: farthest
  depth.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
  VkRenderingInfo info{VK_STRUCTURE_TYPE_RENDERING_INFO};
  info.renderArea = {{0, 0}, {size_px, size_px}};
  info.layerCount = 1;
  info.pDepthAttachment = &depth;
  vkCmdBeginRendering(cmd, &info);
  gpu::draw_area(cmd, {size_px, size_px});
}

} // namespace

ShadowMap::ShadowMap(gpu::Device& device, std::uint32_t size_px) : size_px_(size_px), map_(device, map_desc(size_px)) {
  for (std::uint32_t i = 0; i < SHADOW_CASCADES; ++i)
    layers_[i] = gpu::layer_view(device, map_, i);
}

void ShadowMap::add_passes(FrameContext& context, std::vector<GeometrySource*> const& sources) const {
  if (!context.draw_shadows) return;
  for (int i = 0; i < SHADOW_CASCADES; ++i) {
    frame::Pass pass;
    pass.name = fmt::format("shadow {}", i);
    pass.accesses = {{context.resources.shadow, frame::Use::depth_target}};
    for (auto const* source : sources)
      for (auto const& access : source->reads())
        pass.accesses.push_back(access);
    pass.record = [this, i, &context, &sources](VkCommandBuffer cmd) {
      begin(cmd, layers_[i].get(), size_px_);
      for (auto* source : sources)
        source->draw_shadow(cmd, context, i);
      vkCmdEndRendering(cmd);
    };
    context.graph.add(std::move(pass));
  }
}

} // namespace dalian::passes
