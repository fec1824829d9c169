#include "renderer/gpu/uniform_set.hpp"

#include "renderer/gpu/check.hpp"

namespace dalian::gpu {

UniformSet::UniformSet(Device& device, Buffer const& constants, VkDeviceSize range, Buffer const& fixed)
    : device_(&device) {
  VkDescriptorSetLayout const layout = device.uniform_layout();
  VkDescriptorSetAllocateInfo info{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO};
  info.descriptorPool = device.descriptor_pool();
  info.descriptorSetCount = 1;
  info.pSetLayouts = &layout;
  check(vkAllocateDescriptorSets(device.handle(), &info, &set_), "vkAllocateDescriptorSets");
  device.count(1);
  VkDescriptorBufferInfo const buffers[] = {{constants.handle(), 0, range}, {fixed.handle(), 0, VK_WHOLE_SIZE}};
  VkWriteDescriptorSet writes[2] = {{VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET}, {VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET}};
  for (std::uint32_t i = 0; i < 2; ++i) {
    writes[i].dstSet = set_;
    writes[i].dstBinding = i;
    writes[i].descriptorCount = 1;
    writes[i].descriptorType = i == 0 ? VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER_DYNAMIC : VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER;
    writes[i].pBufferInfo = &buffers[i];
  }
  vkUpdateDescriptorSets(device.handle(), 2, writes, 0, nullptr);
}

UniformSet::~UniformSet() {
  vkFreeDescriptorSets(device_->handle(), device_->descriptor_pool(), 1, &set_);
  device_->count(-1);
}

void UniformSet::bind(VkCommandBuffer cmd, std::uint32_t offset) const {
  for (auto const point : {VK_PIPELINE_BIND_POINT_GRAPHICS, VK_PIPELINE_BIND_POINT_COMPUTE})
    vkCmdBindDescriptorSets(cmd, point, device_->pipeline_layout(), 1, 1, &set_, 1, &offset);
}

} // namespace dalian::gpu
