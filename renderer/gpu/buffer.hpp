#pragma once
// A buffer with its memory and its device address. Every buffer may be storage, uniform, vertex, index,
// indirect and transfer.
#include "renderer/gpu/device.hpp"
#include "renderer/gpu/memory.hpp"

#include <span>
#include <string>

namespace dalian::gpu {

class Buffer {
 public:
  Buffer() = default;
  /// `size` in bytes, > 0. `what` it is for, in the words of MemoryRequest. Throws OutOfMemory.
  Buffer(Device& device, VkDeviceSize size, MemoryUse use, char const* what = "a buffer");
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;
  Buffer(Buffer const&) = delete;
  Buffer& operator=(Buffer const&) = delete;
  ~Buffer();

  VkBuffer handle() const { return buffer_; }
  VkDeviceSize size() const { return size_; }
  VkDeviceAddress address() const { return address_; }
  /// Null for device memory the host cannot see.
  std::byte* mapped() const { return allocation_.mapped; }
  explicit operator bool() const { return buffer_ != VK_NULL_HANDLE; }

 private:
  Buffer(Device& device, VkDeviceSize size) : device_(&device), size_(size) {}
  void swap(Buffer& other) noexcept;
  Device* device_ = nullptr;
  VkBuffer buffer_ = VK_NULL_HANDLE;
  VkDeviceSize size_ = 0;
  VkDeviceAddress address_ = 0;
  Allocation allocation_;
};

} // namespace dalian::gpu
