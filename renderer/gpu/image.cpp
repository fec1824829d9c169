#include "renderer/gpu/image.hpp"

#include "renderer/gpu/check.hpp"

#include <cassert>
#include <fmt/format.h>

namespace dalian::gpu {

// Begun by another constructor, so that what exists when a later step throws is given back by the destructor.
Image::Image(Device& device, ImageDesc const& desc) : Image(Begun{}, device, desc) {
  assert(desc.extent.width > 0 && desc.extent.height > 0);
  std::uint32_t const most = device.capabilities().max_image_2d;
  if (desc.extent.width > most || desc.extent.height > most)
    throw GpuError(fmt::format("{} of {} × {} pixels: the device goes to {}; ask for a smaller picture", desc.what,
                               desc.extent.width, desc.extent.height, most));
  VkImageCreateInfo info{VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO};
  info.imageType = VK_IMAGE_TYPE_2D;
  info.format = desc.format;
  info.extent = {desc.extent.width, desc.extent.height, 1};
  info.mipLevels = desc.mips;
  info.arrayLayers = desc.layers;
  info.samples = VK_SAMPLE_COUNT_1_BIT;
  info.usage = desc.usage;
  check(vkCreateImage(device.handle(), &info, nullptr, &image_), "vkCreateImage");
  device.count(1);
  VkMemoryRequirements need;
  vkGetImageMemoryRequirements(device.handle(), image_, &need);
  allocation_ = device.memory().allocate(need, {MemoryUse::device, true, desc.what});
  check(vkBindImageMemory(device.handle(), image_, allocation_.memory, allocation_.offset), "vkBindImageMemory");
  create_view();
  device.run([&](VkCommandBuffer cmd) { make_general(cmd, image_, aspect()); });
}

void Image::create_view() {
  VkImageViewCreateInfo info{VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO};
  info.image = image_;
  info.viewType = desc_.layers > 1 || desc_.array_view ? VK_IMAGE_VIEW_TYPE_2D_ARRAY : VK_IMAGE_VIEW_TYPE_2D;
  info.format = desc_.format;
  info.subresourceRange = {aspect(), 0, desc_.mips, 0, desc_.layers};
  check(vkCreateImageView(device_->handle(), &info, nullptr, &view_), "vkCreateImageView");
}

VkImageAspectFlags Image::aspect() const {
  return desc_.format == VK_FORMAT_D32_SFLOAT ? VK_IMAGE_ASPECT_DEPTH_BIT : VK_IMAGE_ASPECT_COLOR_BIT;
}

Image::~Image() {
  if (!image_) return;
  vkDestroyImageView(device_->handle(), view_, nullptr);
  vkDestroyImage(device_->handle(), image_, nullptr);
  if (allocation_.block) device_->memory().free(allocation_);
  device_->count(-1);
}

void Image::swap(Image& other) noexcept {
  std::swap(device_, other.device_);
  std::swap(desc_, other.desc_);
  std::swap(image_, other.image_);
  std::swap(view_, other.view_);
  std::swap(allocation_, other.allocation_);
}

Image::Image(Image&& other) noexcept {
  swap(other);
}

Image& Image::operator=(Image&& other) noexcept {
  swap(other);
  return *this;
}

ImageView layer_view(Device& device, Image const& image, std::uint32_t layer) {
  assert(layer < image.layers());
  VkImageViewCreateInfo info{VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO};
  info.image = image.handle();
  info.viewType = VK_IMAGE_VIEW_TYPE_2D;
  info.format = image.format();
  info.subresourceRange = {image.aspect(), 0, 1, layer, 1};
  VkImageView view = VK_NULL_HANDLE;
  check(vkCreateImageView(device.handle(), &info, nullptr, &view), "vkCreateImageView");
  return {device, view};
}

void make_general(VkCommandBuffer cmd, VkImage image, VkImageAspectFlags aspect) {
  VkImageMemoryBarrier2 barrier{VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2};
  barrier.srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
  barrier.srcAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT;
  barrier.dstStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
  barrier.dstAccessMask = VK_ACCESS_2_MEMORY_READ_BIT | VK_ACCESS_2_MEMORY_WRITE_BIT;
  barrier.oldLayout = VK_IMAGE_LAYOUT_UNDEFINED;
  barrier.newLayout = VK_IMAGE_LAYOUT_GENERAL;
  barrier.srcQueueFamilyIndex = barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
  barrier.image = image;
  barrier.subresourceRange = {aspect, 0, VK_REMAINING_MIP_LEVELS, 0, VK_REMAINING_ARRAY_LAYERS};
  VkDependencyInfo dependency{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
  dependency.imageMemoryBarrierCount = 1;
  dependency.pImageMemoryBarriers = &barrier;
  vkCmdPipelineBarrier2(cmd, &dependency);
}

std::uint32_t texel_bytes(VkFormat format) {
  switch (format) {
  case VK_FORMAT_R8_UNORM:
  case VK_FORMAT_R8_UINT:
    return 1;
  case VK_FORMAT_R16_SFLOAT:
  case VK_FORMAT_R8G8_UNORM:
    return 2;
  case VK_FORMAT_R8G8B8A8_UNORM:
  case VK_FORMAT_B8G8R8A8_UNORM:
  case VK_FORMAT_A2B10G10R10_UNORM_PACK32:
  case VK_FORMAT_R32_UINT:
  case VK_FORMAT_R32_SFLOAT:
  case VK_FORMAT_R16G16_SFLOAT:
  case VK_FORMAT_D32_SFLOAT:
    return 4;
  case VK_FORMAT_R16G16B16A16_SFLOAT:
    return 8;
  case VK_FORMAT_R32G32B32A32_SFLOAT:
    return 16;
  default:
    assert(!"texel_bytes: unknown format");
    return 0;
  }
}

} // namespace dalian::gpu
