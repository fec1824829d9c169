#pragma once
// The images one pass sees, in the fixed slots of Device::set_layout. Write it when targets are made, bind it each
// frame.
#include "renderer/gpu/image.hpp"

namespace dalian::gpu {

class ImageSet {
 public:
  ImageSet() = default;
  explicit ImageSet(Device& device);
  ImageSet(ImageSet&& other) noexcept;
  ImageSet& operator=(ImageSet&& other) noexcept;
  ImageSet(ImageSet const&) = delete;
  ImageSet& operator=(ImageSet const&) = delete;
  ~ImageSet();

  /// `slot` < kSampledSlots. The image must stay in GENERAL.
  ImageSet& sampled(std::uint32_t slot, VkImageView view, VkSampler sampler);
  /// `slot` < kStorageSlots: binding kSampledSlots + slot in the shader.
  ImageSet& storage(std::uint32_t slot, VkImageView view);
  void bind(VkCommandBuffer cmd, VkPipelineBindPoint point) const;
  VkDescriptorSet get() const { return set_; }
  explicit operator bool() const { return set_ != VK_NULL_HANDLE; }

 private:
  Device* device_ = nullptr;
  VkDescriptorSet set_ = VK_NULL_HANDLE;
};

} // namespace dalian::gpu
