#pragma once
// The images of a window. Made anew when the window's size changes or the system asks for it; none while minimised.
#include "renderer/gpu/device.hpp"

#include <optional>

namespace dalian::gpu {

class Swapchain {
 public:
  /// `surface` belongs to the swapchain from now on.
  Swapchain(Device& device, VkSurfaceKHR surface);
  ~Swapchain();
  Swapchain(Swapchain const&) = delete;
  Swapchain& operator=(Swapchain const&) = delete;

  struct Target {
    std::uint32_t index = 0;
    VkImage image = VK_NULL_HANDLE;
    VkSemaphore acquired = VK_NULL_HANDLE, rendered = VK_NULL_HANDLE; // wait for the one, signal the other
  };
  /// The next image to draw into, of size extent(); nothing while the window has no area `wanted`, or when it changed
  /// under our hands (try again next frame). Call after the frame slot is free: its semaphores are reused.
  std::optional<Target> acquire(VkExtent2D wanted);
  /// Shows it. The image must be in PRESENT_SRC layout.
  void present(Target const& target);

  VkExtent2D extent() const { return extent_; }

 private:
  bool recreate(VkExtent2D wanted);
  void destroy();

  Device& device_;
  VkSurfaceKHR surface_;
  VkSwapchainKHR swapchain_ = VK_NULL_HANDLE;
  VkExtent2D extent_{}, wanted_{};
  bool stale_ = true;
  std::vector<VkImage> images_;
  std::vector<Handle<VkSemaphore, vkDestroySemaphore>> rendered_; // one per image: free when it is acquired again
  std::vector<Handle<VkSemaphore, vkDestroySemaphore>> acquired_;
  std::size_t next_acquired_ = 0;
};

/// Copies all of `from` (GENERAL) onto all of a swapchain image, scaled where sizes differ, and leaves the latter ready
/// to present.
void blit_to_present(VkCommandBuffer cmd, VkImage from, VkExtent2D from_extent, VkImage to, VkExtent2D to_extent);

} // namespace dalian::gpu
