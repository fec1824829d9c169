#include "renderer/gpu/buffer.hpp"

#include "renderer/gpu/check.hpp"

#include <cassert>

namespace dalian::gpu {

// Begun by another constructor, so that what exists when a later step throws is given back by the destructor.
Buffer::Buffer(Device& device, VkDeviceSize size, MemoryUse use, char const* what) : Buffer(device, size) {
  assert(size > 0);
  VkBufferCreateInfo info{VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO};
  info.size = size;
  info.usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT |
               VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT | VK_BUFFER_USAGE_VERTEX_BUFFER_BIT |
               VK_BUFFER_USAGE_INDEX_BUFFER_BIT | VK_BUFFER_USAGE_INDIRECT_BUFFER_BIT |
               VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
  check(vkCreateBuffer(device.handle(), &info, nullptr, &buffer_), "vkCreateBuffer");
  device.count(1);
  VkMemoryRequirements need;
  vkGetBufferMemoryRequirements(device.handle(), buffer_, &need);
  allocation_ = device.memory().allocate(need, {use, false, what});
  check(vkBindBufferMemory(device.handle(), buffer_, allocation_.memory, allocation_.offset), "vkBindBufferMemory");
  VkBufferDeviceAddressInfo const address{VK_STRUCTURE_TYPE_BUFFER_DEVICE_ADDRESS_INFO, nullptr, buffer_};
  address_ = vkGetBufferDeviceAddress(device.handle(), &address);
}

Buffer::~Buffer() {
  if (!buffer_) return;
  vkDestroyBuffer(device_->handle(), buffer_, nullptr);
  if (allocation_.block) device_->memory().free(allocation_);
  device_->count(-1);
}

void Buffer::swap(Buffer& other) noexcept {
  std::swap(device_, other.device_);
  std::swap(buffer_, other.buffer_);
  std::swap(size_, other.size_);
  std::swap(address_, other.address_);
  std::swap(allocation_, other.allocation_);
}

Buffer::Buffer(Buffer&& other) noexcept {
  swap(other);
}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  swap(other);
  return *this;
}

} // namespace dalian::gpu
