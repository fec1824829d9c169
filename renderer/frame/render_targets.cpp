#include "renderer/frame/render_targets.hpp"

namespace dalian::frame {
namespace {
gpu::Image target(gpu::Device& device, VkExtent2D extent, VkFormat format, VkImageUsageFlags usage) {
  gpu::ImageDesc desc;
  desc.format = format;
  desc.extent = extent;
  desc.what = "the picture";
  desc.usage = usage | VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT;
  return {device, desc};
}
constexpr VkImageUsageFlags kColor = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT;
constexpr VkImageUsageFlags kStorage = VK_IMAGE_USAGE_STORAGE_BIT;
} // namespace

RenderTargets::RenderTargets(gpu::Device& device, VkExtent2D size)
    : extent(size), albedo(target(device, size, kAlbedoFormat, kColor)),
      normal(target(device, size, kNormalFormat, kColor)), entity(target(device, size, kEntityFormat, kColor)),
      depth(target(device, size, kDepthFormat, VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT)),
      hdr(target(device, size, kHdrFormat, kStorage | kColor)),
      toned(target(device, size, kPictureFormat, kStorage | kColor)),
      sum(target(device, size, VK_FORMAT_R32G32B32A32_SFLOAT, kStorage)),
      picture(target(device, size, kPictureFormat, kStorage | kColor)) {}

} // namespace dalian::frame
