#pragma once
// The logical device with its one queue, memory arenas and fixed pipeline layout. Everything else is made from it and
// must be gone before it. Not thread-safe: one thread records and submits.
#include "renderer/gpu/capabilities.hpp"
#include "renderer/gpu/faults.hpp"
#include "renderer/gpu/instance.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>
#include <volk.h>

namespace dalian::gpu {

class Image;
class Memory;

/// Bindings 0…15 are combined image samplers, 16…23 storage images; a shader declares those it uses.
/// Set 1 holds two uniform buffers that every pass of a frame reads: the frame's constants (dynamic offset) and one
/// more. Other buffers travel as device addresses in 128 bytes of push constants, seen by all stages.
inline constexpr std::uint32_t kSampledSlots = 16;
inline constexpr std::uint32_t kStorageSlots = 8;
inline constexpr std::uint32_t kPushBytes = 128;

struct DeviceOptions {
  bool validate = false;
  std::vector<char const*> instance_extensions; // of the window system
  bool swapchain = false;
  // For tests: what goes wrong, and what the device is made to look like.
  Faults faults = {};
  std::function<void(Capabilities&)> pretend = {};
};

class Device {
 public:
  /// Takes the first device that has all required features, hardware before software. Throws GpuError.
  explicit Device(DeviceOptions const& options);
  ~Device();
  Device(Device const&) = delete;
  Device& operator=(Device const&) = delete;

  VkInstance instance() const { return instance_.handle(); }
  VkPhysicalDevice physical() const { return physical_; }
  VkDevice handle() const { return device_; }
  VkQueue queue() const { return queue_; }
  std::uint32_t queue_family() const { return queue_family_; }
  Capabilities const& capabilities() const { return capabilities_; }
  ValidationLog const& log() const { return instance_.log(); }
  Memory& memory() { return *memory_; }
  Faults& faults() { return faults_; }

  VkDescriptorSetLayout set_layout() const { return set_layout_; }
  VkDescriptorSetLayout uniform_layout() const { return uniform_layout_; }
  VkPipelineLayout pipeline_layout() const { return pipeline_layout_; }
  VkDescriptorPool descriptor_pool() const { return descriptor_pool_; }
  /// One texel of no meaning, for slots of an ImageSet that no shader reads.
  VkImageView blank_view() const;
  VkSampler linear_clamp() const { return samplers_[0]; }
  VkSampler linear_repeat() const { return samplers_[1]; }
  VkSampler nearest_clamp() const { return samplers_[2]; }
  VkSampler shadow_compare() const { return samplers_[3]; } // lit where reference ≥ texel (reversed z)

  /// Records and runs a command buffer now, after everything submitted before; returns when it is done. For loading,
  /// not for frames.
  void run(std::function<void(VkCommandBuffer)> const& record);
  void wait_idle() const;

  /// Buffers, images, pipelines … alive now, outside the device's own. 0 when everything was returned.
  int live_objects() const { return live_objects_; }
  void count(int delta) { live_objects_ += delta; }

 private:
  struct Begun {};
  Device(Begun, DeviceOptions const& options);
  void pick_physical();
  void create_device(bool swapchain);
  void create_layouts();
  void create_samplers();

  Faults faults_;
  Instance instance_;
  VkPhysicalDevice physical_ = VK_NULL_HANDLE;
  Capabilities capabilities_;
  VkDevice device_ = VK_NULL_HANDLE;
  std::uint32_t queue_family_ = 0;
  VkQueue queue_ = VK_NULL_HANDLE;
  VkDescriptorSetLayout set_layout_ = VK_NULL_HANDLE, uniform_layout_ = VK_NULL_HANDLE;
  VkPipelineLayout pipeline_layout_ = VK_NULL_HANDLE;
  VkDescriptorPool descriptor_pool_ = VK_NULL_HANDLE;
  VkCommandPool run_pool_ = VK_NULL_HANDLE;
  VkSampler samplers_[4] = {};
  std::unique_ptr<Memory> memory_;
  std::unique_ptr<Image> blank_;
  std::atomic<int> live_objects_ = 0; // pipelines are made on threads too
};

/// Owns one Vulkan object of `T`; destroyed with vkDestroy… as soon as it goes, so keep it until the GPU is done.
template <class T, auto& kDestroy>
class Handle {
 public:
  Handle() = default;
  Handle(Device& device, T object) : device_(&device), object_(object) { device.count(1); }
  Handle(Handle&& other) noexcept
      : device_(std::exchange(other.device_, nullptr)), object_(std::exchange(other.object_, T{})) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(object_, other.object_);
    return *this;
  }
  Handle(Handle const&) = delete;
  Handle& operator=(Handle const&) = delete;
  ~Handle() {
    if (!device_) return;
    kDestroy(device_->handle(), object_, nullptr);
    device_->count(-1);
  }
  T get() const { return object_; }
  explicit operator bool() const { return device_ != nullptr; }

 private:
  Device* device_ = nullptr;
  T object_{};
};

} // namespace dalian::gpu
