#include "renderer/gpu/device.hpp"

#include "renderer/gpu/check.hpp"
#include "renderer/gpu/image.hpp"
#include "renderer/gpu/memory.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::gpu {
namespace {

std::vector<VkPhysicalDevice> physical_devices(VkInstance instance) {
  std::uint32_t n = 0;
  VkResult const result = vkEnumeratePhysicalDevices(instance, &n, nullptr);
  if (result == VK_ERROR_INITIALIZATION_FAILED)
    n = 0; // what the loader answers when every driver declined
  else
    check(result, "vkEnumeratePhysicalDevices");
  std::vector<VkPhysicalDevice> devices(n);
  if (n > 0) check(vkEnumeratePhysicalDevices(instance, &n, devices.data()), "vkEnumeratePhysicalDevices");
  return devices;
}

std::string joined(std::vector<std::string> const& words) {
  std::string text;
  for (auto const& w : words)
    text += (text.empty() ? "" : ", ") + w;
  return text;
}

struct Family {
  int index = -1; // none
  std::uint32_t timestamp_bits = 0;
};

/// The first family that draws and computes.
Family universal_family(VkPhysicalDevice device) {
  std::uint32_t n = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(device, &n, nullptr);
  std::vector<VkQueueFamilyProperties> families(n);
  vkGetPhysicalDeviceQueueFamilyProperties(device, &n, families.data());
  constexpr VkQueueFlags kNeed = VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT;
  for (std::uint32_t i = 0; i < n; ++i)
    if ((families[i].queueFlags & kNeed) == kNeed) return {static_cast<int>(i), families[i].timestampValidBits};
  return {};
}

} // namespace

Device::Device(Begun, DeviceOptions const& options)
    : faults_(options.faults), instance_(options.validate, options.instance_extensions) {}

// Begun by another constructor, so that what exists when a later step throws is given back by the destructor.
Device::Device(DeviceOptions const& options) : Device(Begun{}, options) {
  pick_physical();
  if (options.pretend) options.pretend(capabilities_);
  create_device(options.swapchain);
  create_layouts();
  create_samplers();
  VkCommandPoolCreateInfo pool{VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
  pool.flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT;
  pool.queueFamilyIndex = queue_family_;
  check(vkCreateCommandPool(device_, &pool, nullptr, &run_pool_), "vkCreateCommandPool");
  memory_ = std::make_unique<Memory>(physical_, device_, capabilities_, faults_);
  blank_ =
      std::make_unique<Image>(*this, ImageDesc{VK_FORMAT_R8G8B8A8_UNORM, {1, 1}, 1, 1, VK_IMAGE_USAGE_SAMPLED_BIT});
  live_objects_ = 0; // the device's own do not count
}

void Device::pick_physical() {
  auto const devices = physical_devices(instance_.handle());
  if (devices.empty())
    throw GpuError("no Vulkan driver was found; install mesa-vulkan-drivers (or the graphics card's own), and check "
                   "VK_ICD_FILENAMES");
  std::string why;
  for (bool const software : {false, true}) {
    for (VkPhysicalDevice device : devices) {
      VkPhysicalDeviceProperties properties;
      vkGetPhysicalDeviceProperties(device, &properties);
      if ((properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU) != software) continue;
      auto const missing = missing_features(device);
      auto const family = universal_family(device);
      if (missing.empty() && family.index >= 0) {
        physical_ = device;
        queue_family_ = static_cast<std::uint32_t>(family.index);
        capabilities_ = read_capabilities(device);
        capabilities_.timestamps = family.timestamp_bits > 0;
        capabilities_.timestamp_bits = family.timestamp_bits;
        return;
      }
      why +=
          fmt::format("; {} lacks {}", properties.deviceName, missing.empty() ? "a universal queue" : joined(missing));
    }
  }
  throw GpuError("no usable Vulkan device" + why);
}

void Device::create_device(bool swapchain) {
  float const priority = 1;
  VkDeviceQueueCreateInfo queue{VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO};
  queue.queueFamilyIndex = queue_family_;
  queue.queueCount = 1;
  queue.pQueuePriorities = &priority;
  VkPhysicalDeviceVulkan13Features v13{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES};
  v13.dynamicRendering = v13.synchronization2 = v13.maintenance4 = VK_TRUE; // maintenance4: glslc writes LocalSizeId
  v13.shaderTerminateInvocation = VK_TRUE;                                  // glslc's `discard`
  VkPhysicalDeviceVulkan12Features v12{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES, &v13};
  v12.bufferDeviceAddress = v12.scalarBlockLayout = v12.timelineSemaphore = v12.hostQueryReset = VK_TRUE;
  v12.shaderBufferInt64Atomics = capabilities_.buffer_int64_atomics;
  VkPhysicalDeviceVulkan11Features v11{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES, &v12};
  v11.shaderDrawParameters = VK_TRUE;
  VkPhysicalDeviceFeatures2 core{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, &v11, {}};
  core.features.multiDrawIndirect = core.features.drawIndirectFirstInstance = core.features.shaderInt64 = VK_TRUE;
  core.features.largePoints = capabilities_.largest_point_px > 1 ? VK_TRUE : VK_FALSE;
  char const* const extension = VK_KHR_SWAPCHAIN_EXTENSION_NAME;
  VkDeviceCreateInfo info{VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO, &core};
  info.queueCreateInfoCount = 1;
  info.pQueueCreateInfos = &queue;
  info.enabledExtensionCount = swapchain ? 1 : 0;
  info.ppEnabledExtensionNames = &extension;
  check(vkCreateDevice(physical_, &info, nullptr, &device_), "vkCreateDevice");
  volkLoadDevice(device_);
  vkGetDeviceQueue(device_, queue_family_, 0, &queue_);
}

void Device::create_layouts() {
  std::vector<VkDescriptorSetLayoutBinding> bindings;
  for (std::uint32_t i = 0; i < kSampledSlots + kStorageSlots; ++i) {
    auto const type = i < kSampledSlots ? VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER : VK_DESCRIPTOR_TYPE_STORAGE_IMAGE;
    bindings.push_back({i, type, 1, VK_SHADER_STAGE_ALL, nullptr});
  }
  VkDescriptorSetLayoutCreateInfo set{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO};
  set.bindingCount = static_cast<std::uint32_t>(bindings.size());
  set.pBindings = bindings.data();
  check(vkCreateDescriptorSetLayout(device_, &set, nullptr, &set_layout_), "vkCreateDescriptorSetLayout");

  VkDescriptorSetLayoutBinding const uniforms[] = {
      {0, VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER_DYNAMIC, 1, VK_SHADER_STAGE_ALL, nullptr},
      {1, VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, 1, VK_SHADER_STAGE_ALL, nullptr}};
  set.bindingCount = 2;
  set.pBindings = uniforms;
  check(vkCreateDescriptorSetLayout(device_, &set, nullptr, &uniform_layout_), "vkCreateDescriptorSetLayout");
  VkDescriptorSetLayout const sets[] = {set_layout_, uniform_layout_};

  VkPushConstantRange const push{VK_SHADER_STAGE_ALL, 0, kPushBytes};
  VkPipelineLayoutCreateInfo layout{VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO};
  layout.setLayoutCount = 2;
  layout.pSetLayouts = sets;
  layout.pushConstantRangeCount = 1;
  layout.pPushConstantRanges = &push;
  check(vkCreatePipelineLayout(device_, &layout, nullptr, &pipeline_layout_), "vkCreatePipelineLayout");

  constexpr std::uint32_t kSets = 256;
  VkDescriptorPoolSize const sizes[] = {{VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, kSets * kSampledSlots},
                                        {VK_DESCRIPTOR_TYPE_STORAGE_IMAGE, kSets * kStorageSlots},
                                        {VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER_DYNAMIC, 8},
                                        {VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, 8}};
  VkDescriptorPoolCreateInfo pool{VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO};
  pool.flags = VK_DESCRIPTOR_POOL_CREATE_FREE_DESCRIPTOR_SET_BIT;
  pool.maxSets = kSets;
  pool.poolSizeCount = 4;
  pool.pPoolSizes = sizes;
  check(vkCreateDescriptorPool(device_, &pool, nullptr, &descriptor_pool_), "vkCreateDescriptorPool");
}

void Device::create_samplers() {
  auto make = [&](VkFilter filter, VkSamplerAddressMode mode, bool compare) {
    VkSamplerCreateInfo info{VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO};
    info.magFilter = info.minFilter = filter;
    info.mipmapMode = filter == VK_FILTER_LINEAR ? VK_SAMPLER_MIPMAP_MODE_LINEAR : VK_SAMPLER_MIPMAP_MODE_NEAREST;
    info.addressModeU = info.addressModeV = info.addressModeW = mode;
    info.maxLod = VK_LOD_CLAMP_NONE;
    info.compareEnable = compare;
    info.compareOp = VK_COMPARE_OP_GREATER_OR_EQUAL;
    VkSampler sampler = VK_NULL_HANDLE;
    check(vkCreateSampler(device_, &info, nullptr, &sampler), "vkCreateSampler");
    return sampler;
  };
  samplers_[0] = make(VK_FILTER_LINEAR, VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE, false);
  samplers_[1] = make(VK_FILTER_LINEAR, VK_SAMPLER_ADDRESS_MODE_REPEAT, false);
  samplers_[2] = make(VK_FILTER_NEAREST, VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE, false);
  samplers_[3] = make(VK_FILTER_NEAREST, VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE, true);
}

void Device::run(std::function<void(VkCommandBuffer)> const& record) {
  VkCommandBufferAllocateInfo allocate{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
  allocate.commandPool = run_pool_;
  allocate.commandBufferCount = 1;
  VkCommandBuffer cmd = VK_NULL_HANDLE;
  check(vkAllocateCommandBuffers(device_, &allocate, &cmd), "vkAllocateCommandBuffers");
  VkCommandBufferBeginInfo begin{VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
  begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  check(vkBeginCommandBuffer(cmd, &begin), "vkBeginCommandBuffer");
  VkMemoryBarrier2 const after_all{
      VK_STRUCTURE_TYPE_MEMORY_BARRIER_2,   nullptr,
      VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_WRITE_BIT,
      VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_READ_BIT | VK_ACCESS_2_MEMORY_WRITE_BIT};
  VkDependencyInfo dependency{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
  dependency.memoryBarrierCount = 1;
  dependency.pMemoryBarriers = &after_all;
  vkCmdPipelineBarrier2(cmd, &dependency);
  record(cmd);
  check(vkEndCommandBuffer(cmd), "vkEndCommandBuffer");
  VkCommandBufferSubmitInfo const buffer{VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO, nullptr, cmd, 0};
  VkSubmitInfo2 submit{VK_STRUCTURE_TYPE_SUBMIT_INFO_2};
  submit.commandBufferInfoCount = 1;
  submit.pCommandBufferInfos = &buffer;
  auto const expect = [](VkResult result, char const* call) {
    if (result == VK_ERROR_DEVICE_LOST)
      throw DeviceLost(
          fmt::format("the graphics device was lost while something was brought to it ({}); start again, and "
                      "look into the system's log for what its driver says",
                      call));
    check(result, call);
  };
  bool const lost = faults_.submit.use();
  expect(lost ? VK_ERROR_DEVICE_LOST : vkQueueSubmit2(queue_, 1, &submit, VK_NULL_HANDLE), "vkQueueSubmit2");
  expect(vkQueueWaitIdle(queue_), "vkQueueWaitIdle");
  vkFreeCommandBuffers(device_, run_pool_, 1, &cmd);
}

VkImageView Device::blank_view() const {
  return blank_->view();
}

void Device::wait_idle() const {
  check(vkDeviceWaitIdle(device_), "vkDeviceWaitIdle");
}

Device::~Device() {
  if (!device_) return;
  vkDeviceWaitIdle(device_);
  blank_.reset();
  memory_.reset();
  vkDestroyCommandPool(device_, run_pool_, nullptr);
  for (VkSampler sampler : samplers_)
    vkDestroySampler(device_, sampler, nullptr);
  vkDestroyDescriptorPool(device_, descriptor_pool_, nullptr);
  vkDestroyPipelineLayout(device_, pipeline_layout_, nullptr);
  vkDestroyDescriptorSetLayout(device_, set_layout_, nullptr);
  vkDestroyDescriptorSetLayout(device_, uniform_layout_, nullptr);
  vkDestroyDevice(device_, nullptr);
}

} // namespace dalian::gpu
