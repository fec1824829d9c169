#include "renderer/passes/shadow_map.hpp"

#include "renderer/gpu/pipeline.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace dalian::passes {
namespace {

gpu::ImageDesc map_desc(std::uint32_t size_px) {
  gpu::ImageDesc desc;
  desc.format = frame::kDepthFormat;
  desc.extent = {size_px, size_px};
  desc.layers = SHADOW_CASCADES;
  desc.array_view = true;
  desc.what = "shadow maps";
  desc.usage = VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT | VK_IMAGE_USAGE_SAMPLED_BIT |
               VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT;
  return desc;
}

void begin(VkCommandBuffer cmd, VkImageView view, std::uint32_t size_px, VkAttachmentLoadOp load) {
  VkRenderingAttachmentInfo depth{VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO};
  depth.imageView = view;
  depth.imageLayout = VK_IMAGE_LAYOUT_GENERAL;
  depth.loadOp = load; // cleared to 0: farthest
  depth.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
  VkRenderingInfo info{VK_STRUCTURE_TYPE_RENDERING_INFO};
  info.renderArea = {{0, 0}, {size_px, size_px}};
  info.layerCount = 1;
  info.pDepthAttachment = &depth;
  vkCmdBeginRendering(cmd, &info);
  gpu::draw_area(cmd, {size_px, size_px});
}

void copy_all(VkCommandBuffer cmd, gpu::Image const& from, gpu::Image const& to) {
  VkImageCopy region{};
  region.srcSubresource = region.dstSubresource = {from.aspect(), 0, 0, from.layers()};
  region.extent = {from.extent().width, from.extent().height, 1};
  vkCmdCopyImage(cmd, from.handle(), VK_IMAGE_LAYOUT_GENERAL, to.handle(), VK_IMAGE_LAYOUT_GENERAL, 1, &region);
}

std::vector<frame::Access> reads_of(std::vector<GeometrySource*> const& sources) {
  std::vector<frame::Access> all;
  for (auto const* source : sources)
    std::ranges::copy(source->reads(), std::back_inserter(all));
  return all;
}

} // namespace

ShadowMap::ShadowMap(gpu::Device& device, std::uint32_t size_px)
    : size_px_(size_px), still_(device, map_desc(size_px)), map_(device, map_desc(size_px)) {
  for (std::uint32_t i = 0; i < SHADOW_CASCADES; ++i) {
    still_layers_[i] = gpu::layer_view(device, still_, i);
    layers_[i] = gpu::layer_view(device, map_, i);
  }
}

void ShadowMap::add_still_pass(FrameContext& context, std::vector<GeometrySource*> const& sources,
                               std::size_t cascade) const {
  frame::Pass pass;
  pass.name = fmt::format("shadow {}", cascade);
  pass.accesses = reads_of(sources);
  pass.accesses.push_back({context.graph.resource("still shadow"), frame::Use::depth_target});
  pass.record = [this, cascade, &context, &sources](VkCommandBuffer cmd) {
    begin(cmd, still_layers_[cascade].get(), size_px_, VK_ATTACHMENT_LOAD_OP_CLEAR);
    for (auto* source : sources)
      source->draw_shadow(cmd, context, static_cast<int>(cascade));
    vkCmdEndRendering(cmd);
  };
  context.graph.add(std::move(pass));
}

void ShadowMap::add_moving_pass(FrameContext& context, std::vector<GeometrySource*> const& sources) const {
  frame::Pass pass;
  pass.name = "moving shadow";
  pass.accesses = reads_of(sources);
  pass.accesses.push_back({context.resources.shadow, frame::Use::depth_target});
  pass.record = [this, &context, &sources](VkCommandBuffer cmd) {
    for (int cascade = 0; cascade < SHADOW_CASCADES; ++cascade) {
      begin(cmd, layers_[static_cast<std::size_t>(cascade)].get(), size_px_, VK_ATTACHMENT_LOAD_OP_LOAD);
      for (auto* source : sources)
        source->draw_moving_shadow(cmd, context, cascade);
      vkCmdEndRendering(cmd);
    }
  };
  context.graph.add(std::move(pass));
}

void ShadowMap::add_passes(FrameContext& context, std::vector<GeometrySource*> const& sources) {
  if (!context.shadows.moving) return;
  bool fresh = false;
  for (std::size_t i = 0; i < SHADOW_CASCADES; ++i) {
    if (!context.shadows.still[i]) continue;
    add_still_pass(context, sources, i);
    fresh = true;
  }
  bool const movers = std::ranges::any_of(sources, &GeometrySource::moves);
  if (fresh || movers || held_movers_) {
    context.graph.add({"copy shadow",
                       {{context.graph.resource("still shadow"), frame::Use::copy_from},
                        {context.resources.shadow, frame::Use::copy_to}},
                       [this](VkCommandBuffer cmd) { copy_all(cmd, still_, map_); }});
  }
  if (movers) add_moving_pass(context, sources);
  held_movers_ = movers;
}

} // namespace dalian::passes
