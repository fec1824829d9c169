#pragma once
// The two uniform buffers every pass of a frame sees (set 1): constants that move by frame slot, and one fixed buffer.
// Uniform buffers because lavapipe loads them once per group; through a device address it loads once per lane.
#include "renderer/gpu/buffer.hpp"

namespace dalian::gpu {

class UniformSet {
 public:
  /// `range`: bytes of `constants` seen from the offset given to bind(); `fixed` is seen whole. Both must outlive this.
  UniformSet(Device& device, Buffer const& constants, VkDeviceSize range, Buffer const& fixed);
  ~UniformSet();
  UniformSet(UniformSet const&) = delete;
  UniformSet& operator=(UniformSet const&) = delete;

  /// For graphics and compute; holds for every pipeline of the device until the command buffer ends.
  void bind(VkCommandBuffer cmd, std::uint32_t offset) const;

 private:
  Device* device_;
  VkDescriptorSet set_ = VK_NULL_HANDLE;
};

} // namespace dalian::gpu
