#include "renderer/gpu/swapchain.hpp"

#include "renderer/gpu/check.hpp"
#include "renderer/gpu/frame_ring.hpp"

#include <algorithm>

namespace dalian::gpu {
namespace {

Handle<VkSemaphore, vkDestroySemaphore> binary_semaphore(Device& device) {
  VkSemaphoreCreateInfo const info{VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
  VkSemaphore semaphore = VK_NULL_HANDLE;
  check(vkCreateSemaphore(device.handle(), &info, nullptr, &semaphore), "vkCreateSemaphore");
  return {device, semaphore};
}

/// UNORM: our pictures are sRGB-encoded already and are copied as they are.
VkSurfaceFormatKHR pick_format(VkPhysicalDevice device, VkSurfaceKHR surface) {
  std::uint32_t count = 0;
  check(vkGetPhysicalDeviceSurfaceFormatsKHR(device, surface, &count, nullptr), "vkGetPhysicalDeviceSurfaceFormatsKHR");
  std::vector<VkSurfaceFormatKHR> formats(count);
  check(vkGetPhysicalDeviceSurfaceFormatsKHR(device, surface, &count, formats.data()),
        "vkGetPhysicalDeviceSurfaceFormatsKHR");
  for (VkSurfaceFormatKHR const& format : formats)
    if ((format.format == VK_FORMAT_B8G8R8A8_UNORM || format.format == VK_FORMAT_R8G8B8A8_UNORM) &&
        format.colorSpace == VK_COLOR_SPACE_SRGB_NONLINEAR_KHR)
      return format;
  throw GpuError("the display offers no 8-bit UNORM format");
}

/// Pictures are opaque: where the system cannot ignore alpha, ours is 1 everywhere.
VkCompositeAlphaFlagBitsKHR opaque_or_first(VkCompositeAlphaFlagsKHR supported) {
  if (supported & VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR) return VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR;
  return static_cast<VkCompositeAlphaFlagBitsKHR>(supported & (~supported + 1));
}

VkImageMemoryBarrier2 barrier(VkImage image, VkImageLayout from, VkImageLayout to) {
  VkImageMemoryBarrier2 b{VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2};
  b.oldLayout = from;
  b.newLayout = to;
  b.srcQueueFamilyIndex = b.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
  b.image = image;
  b.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
  b.srcStageMask = b.dstStageMask = VK_PIPELINE_STAGE_2_TRANSFER_BIT;
  return b;
}

void emit(VkCommandBuffer cmd, VkImageMemoryBarrier2 const& b) {
  VkDependencyInfo info{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
  info.imageMemoryBarrierCount = 1;
  info.pImageMemoryBarriers = &b;
  vkCmdPipelineBarrier2(cmd, &info);
}

VkOffset3D corner(VkExtent2D extent) {
  return {static_cast<std::int32_t>(extent.width), static_cast<std::int32_t>(extent.height), 1};
}

} // namespace

Swapchain::Swapchain(Device& device, VkSurfaceKHR surface) : device_(device), surface_(surface) {
  VkBool32 supported = VK_FALSE;
  check(vkGetPhysicalDeviceSurfaceSupportKHR(device.physical(), device.queue_family(), surface, &supported),
        "vkGetPhysicalDeviceSurfaceSupportKHR");
  if (supported != VK_TRUE) throw GpuError("the Vulkan device cannot show pictures on this display");
  for (std::size_t i = 0; i < FrameRing::kSlots; ++i)
    acquired_.push_back(binary_semaphore(device));
}

Swapchain::~Swapchain() {
  vkDeviceWaitIdle(device_.handle()); // a lost device answers with an error that says nothing new
  destroy();
  vkDestroySurfaceKHR(device_.instance(), surface_, nullptr);
}

void Swapchain::destroy() {
  if (swapchain_ != VK_NULL_HANDLE) vkDestroySwapchainKHR(device_.handle(), swapchain_, nullptr);
  swapchain_ = VK_NULL_HANDLE;
  rendered_.clear();
}

bool Swapchain::recreate(VkExtent2D wanted) {
  device_.wait_idle();
  VkSurfaceCapabilitiesKHR can{};
  check(vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device_.physical(), surface_, &can),
        "vkGetPhysicalDeviceSurfaceCapabilitiesKHR");
  constexpr std::uint32_t kAnySize = 0xffffffff;
  extent_ = can.currentExtent.width == kAnySize ? wanted : can.currentExtent;
  extent_.width = std::clamp(extent_.width, can.minImageExtent.width, can.maxImageExtent.width);
  extent_.height = std::clamp(extent_.height, can.minImageExtent.height, can.maxImageExtent.height);
  if (extent_.width == 0 || extent_.height == 0) return false; // minimised
  if (!(can.supportedUsageFlags & VK_IMAGE_USAGE_TRANSFER_DST_BIT))
    throw GpuError("the display's images cannot be copied to");
  auto const format = pick_format(device_.physical(), surface_);
  VkSwapchainCreateInfoKHR info{VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR};
  info.surface = surface_;
  info.minImageCount = std::max(can.minImageCount, 3U);
  if (can.maxImageCount != 0) info.minImageCount = std::min(info.minImageCount, can.maxImageCount);
  info.imageFormat = format.format;
  info.imageColorSpace = format.colorSpace;
  info.imageExtent = extent_;
  info.imageArrayLayers = 1;
  info.imageUsage = VK_IMAGE_USAGE_TRANSFER_DST_BIT;
  info.imageSharingMode = VK_SHARING_MODE_EXCLUSIVE;
  info.preTransform = can.currentTransform;
  info.compositeAlpha = opaque_or_first(can.supportedCompositeAlpha);
  info.presentMode = VK_PRESENT_MODE_FIFO_KHR;
  info.clipped = VK_TRUE;
  info.oldSwapchain = swapchain_;
  VkSwapchainKHR made = VK_NULL_HANDLE;
  check(vkCreateSwapchainKHR(device_.handle(), &info, nullptr, &made), "vkCreateSwapchainKHR");
  destroy();
  swapchain_ = made;
  std::uint32_t count = 0;
  check(vkGetSwapchainImagesKHR(device_.handle(), swapchain_, &count, nullptr), "vkGetSwapchainImagesKHR");
  images_.resize(count);
  check(vkGetSwapchainImagesKHR(device_.handle(), swapchain_, &count, images_.data()), "vkGetSwapchainImagesKHR");
  while (rendered_.size() < count)
    rendered_.push_back(binary_semaphore(device_));
  stale_ = false;
  return true;
}

std::optional<Swapchain::Target> Swapchain::acquire(VkExtent2D wanted) {
  if (wanted.width == 0 || wanted.height == 0) return std::nullopt;
  if (wanted.width != wanted_.width || wanted.height != wanted_.height) stale_ = true;
  wanted_ = wanted; // may differ from extent_ for good: the surface has the last word
  if (stale_ && !recreate(wanted)) return std::nullopt;
  Target target;
  target.acquired = acquired_[next_acquired_].get();
  VkResult const result =
      vkAcquireNextImageKHR(device_.handle(), swapchain_, ~0ULL, target.acquired, VK_NULL_HANDLE, &target.index);
  if (result == VK_ERROR_OUT_OF_DATE_KHR) {
    stale_ = true;
    return std::nullopt;
  }
  check(result, "vkAcquireNextImageKHR");
  if (result == VK_SUBOPTIMAL_KHR) stale_ = true; // good for this once
  next_acquired_ = (next_acquired_ + 1) % acquired_.size();
  target.image = images_[target.index];
  target.rendered = rendered_[target.index].get();
  return target;
}

void Swapchain::present(Target const& target) {
  VkPresentInfoKHR info{VK_STRUCTURE_TYPE_PRESENT_INFO_KHR};
  info.waitSemaphoreCount = 1;
  info.pWaitSemaphores = &target.rendered;
  info.swapchainCount = 1;
  info.pSwapchains = &swapchain_;
  info.pImageIndices = &target.index;
  VkResult const result = vkQueuePresentKHR(device_.queue(), &info);
  if (result == VK_ERROR_OUT_OF_DATE_KHR || result == VK_SUBOPTIMAL_KHR)
    stale_ = true;
  else
    check(result, "vkQueuePresentKHR");
}

void blit_to_present(VkCommandBuffer cmd, VkImage from, VkExtent2D from_extent, VkImage to, VkExtent2D to_extent) {
  auto before = barrier(to, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
  before.dstAccessMask = VK_ACCESS_2_TRANSFER_WRITE_BIT;
  before.srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT; // where the acquired semaphore is waited for
  emit(cmd, before);
  VkImageBlit blit{};
  blit.srcSubresource = blit.dstSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
  blit.srcOffsets[1] = corner(from_extent);
  blit.dstOffsets[1] = corner(to_extent);
  bool const same = from_extent.width == to_extent.width && from_extent.height == to_extent.height;
  vkCmdBlitImage(cmd, from, VK_IMAGE_LAYOUT_GENERAL, to, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &blit,
                 same ? VK_FILTER_NEAREST : VK_FILTER_LINEAR);
  auto after = barrier(to, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_PRESENT_SRC_KHR);
  after.srcAccessMask = VK_ACCESS_2_TRANSFER_WRITE_BIT;
  after.dstStageMask = VK_PIPELINE_STAGE_2_NONE;
  emit(cmd, after);
}

} // namespace dalian::gpu
