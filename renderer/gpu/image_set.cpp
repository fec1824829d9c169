#include "renderer/gpu/image_set.hpp"

#include "renderer/gpu/check.hpp"

#include <cassert>

namespace dalian::gpu {

ImageSet::~ImageSet() {
  if (!set_) return;
  vkFreeDescriptorSets(device_->handle(), device_->descriptor_pool(), 1, &set_);
  device_->count(-1);
}

ImageSet::ImageSet(ImageSet&& other) noexcept
    : device_(std::exchange(other.device_, nullptr)), set_(std::exchange(other.set_, VK_NULL_HANDLE)) {}

ImageSet& ImageSet::operator=(ImageSet&& other) noexcept {
  std::swap(device_, other.device_);
  std::swap(set_, other.set_);
  return *this;
}

namespace {
void write(Device& device, VkDescriptorSet set, std::uint32_t binding, VkDescriptorType type,
           VkDescriptorImageInfo const& image) {
  VkWriteDescriptorSet w{VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET};
  w.dstSet = set;
  w.dstBinding = binding;
  w.descriptorCount = 1;
  w.descriptorType = type;
  w.pImageInfo = &image;
  vkUpdateDescriptorSets(device.handle(), 1, &w, 0, nullptr);
}
} // namespace

ImageSet::ImageSet(Device& device) : device_(&device) {
  VkDescriptorSetLayout const layout = device.set_layout();
  VkDescriptorSetAllocateInfo info{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO};
  info.descriptorPool = device.descriptor_pool();
  info.descriptorSetCount = 1;
  info.pSetLayouts = &layout;
  check(vkAllocateDescriptorSets(device.handle(), &info, &set_), "vkAllocateDescriptorSets");
  device.count(1);
  // lavapipe 22.3.6 reads the samplers of all slots of the layout at a draw, used or not, and crashes on an empty one.
  for (std::uint32_t slot = 0; slot < kSampledSlots; ++slot)
    sampled(slot, device.blank_view(), device.nearest_clamp());
}

ImageSet& ImageSet::sampled(std::uint32_t slot, VkImageView view, VkSampler sampler) {
  assert(slot < kSampledSlots);
  write(*device_, set_, slot, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, {sampler, view, VK_IMAGE_LAYOUT_GENERAL});
  return *this;
}

ImageSet& ImageSet::storage(std::uint32_t slot, VkImageView view) {
  assert(slot < kStorageSlots);
  write(*device_, set_, kSampledSlots + slot, VK_DESCRIPTOR_TYPE_STORAGE_IMAGE,
        {VK_NULL_HANDLE, view, VK_IMAGE_LAYOUT_GENERAL});
  return *this;
}

void ImageSet::bind(VkCommandBuffer cmd, VkPipelineBindPoint point) const {
  vkCmdBindDescriptorSets(cmd, point, device_->pipeline_layout(), 0, 1, &set_, 0, nullptr);
}

} // namespace dalian::gpu
