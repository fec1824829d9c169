#include "renderer/gpu/capabilities.hpp"

#include <fmt/format.h>

namespace dalian::gpu {
namespace {

struct Features {
  VkPhysicalDeviceVulkan13Features v13{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES};
  VkPhysicalDeviceVulkan12Features v12{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES};
  VkPhysicalDeviceVulkan11Features v11{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES};
  VkPhysicalDeviceFeatures2 core{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2};
  explicit Features(VkPhysicalDevice device) {
    core.pNext = &v11;
    v11.pNext = &v12;
    v12.pNext = &v13;
    vkGetPhysicalDeviceFeatures2(device, &core);
  }
  Features(Features const&) = delete;
  Features& operator=(Features const&) = delete;
};

char const* yes_no(bool b) {
  return b ? "yes" : "no";
}

/// What our images are used for beyond what every device must do with their formats.
void missing_formats(VkPhysicalDevice device, std::vector<std::string>& missing) {
  struct Need {
    VkFormat format;
    VkFormatFeatureFlags features;
    char const* name;
  };
  constexpr VkFormatFeatureFlags kLinear = VK_FORMAT_FEATURE_SAMPLED_IMAGE_FILTER_LINEAR_BIT,
                                 kTarget = VK_FORMAT_FEATURE_COLOR_ATTACHMENT_BIT,
                                 kDepth = VK_FORMAT_FEATURE_DEPTH_STENCIL_ATTACHMENT_BIT |
                                          VK_FORMAT_FEATURE_SAMPLED_IMAGE_BIT;
  constexpr Need kNeeds[] = {
      {VK_FORMAT_R32_SFLOAT, kLinear, "filtered R32_SFLOAT"},
      {VK_FORMAT_A2B10G10R10_UNORM_PACK32, kTarget, "A2B10G10R10 as a target"},
      {VK_FORMAT_R32G32B32A32_SFLOAT, VK_FORMAT_FEATURE_COLOR_ATTACHMENT_BLEND_BIT, "blended R32G32B32A32_SFLOAT"},
      {VK_FORMAT_D32_SFLOAT, kDepth, "D32_SFLOAT as a sampled target"},
  };
  for (Need const& need : kNeeds) {
    VkFormatProperties can;
    vkGetPhysicalDeviceFormatProperties(device, need.format, &can);
    if ((can.optimalTilingFeatures & need.features) != need.features) missing.emplace_back(need.name);
  }
}

/// Where we ask for more than the least that Vulkan grants.
void missing_limits(VkPhysicalDeviceLimits const& limits, std::vector<std::string>& missing) {
  constexpr std::uint32_t kGroup = 256, kStorageImages = 8;
  if (limits.maxComputeWorkGroupInvocations < kGroup) missing.emplace_back("compute groups of 256");
  if (limits.maxPerStageDescriptorStorageImages < kStorageImages) missing.emplace_back("8 storage images per stage");
}

} // namespace

std::vector<std::string> missing_features(VkPhysicalDevice device) {
  VkPhysicalDeviceProperties properties;
  vkGetPhysicalDeviceProperties(device, &properties);
  if (properties.apiVersion < VK_API_VERSION_1_3) return {"Vulkan 1.3"};
  Features const f(device);
  std::vector<std::string> missing;
  auto need = [&](VkBool32 has, char const* name) {
    if (!has) missing.emplace_back(name);
  };
  need(f.core.features.multiDrawIndirect, "multiDrawIndirect");
  need(f.core.features.drawIndirectFirstInstance, "drawIndirectFirstInstance");
  need(f.core.features.shaderInt64, "shaderInt64");
  need(f.v11.shaderDrawParameters, "shaderDrawParameters");
  need(f.v12.bufferDeviceAddress, "bufferDeviceAddress");
  need(f.v12.scalarBlockLayout, "scalarBlockLayout");
  need(f.v12.timelineSemaphore, "timelineSemaphore");
  need(f.v12.hostQueryReset, "hostQueryReset");
  need(f.v13.dynamicRendering, "dynamicRendering");
  need(f.v13.synchronization2, "synchronization2");
  need(f.v13.maintenance4, "maintenance4");
  missing_formats(device, missing);
  missing_limits(properties.limits, missing);
  return missing;
}

Capabilities read_capabilities(VkPhysicalDevice device) {
  VkPhysicalDeviceDriverProperties driver{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
  VkPhysicalDeviceProperties2 properties{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, &driver, {}};
  vkGetPhysicalDeviceProperties2(device, &properties);
  VkPhysicalDeviceMemoryProperties memory;
  vkGetPhysicalDeviceMemoryProperties(device, &memory);
  Features const f(device);
  auto const& limits = properties.properties.limits;
  Capabilities c;
  c.device_name = properties.properties.deviceName;
  c.driver = fmt::format("{} {}", driver.driverName, driver.driverInfo);
  c.api_version = properties.properties.apiVersion;
  c.software = properties.properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU;
  c.descriptor_indexing = f.v12.descriptorIndexing;
  c.draw_indirect_count = f.v12.drawIndirectCount;
  c.sampler_minmax = f.v12.samplerFilterMinmax;
  c.buffer_int64_atomics = f.v12.shaderBufferInt64Atomics;
  c.anisotropy = f.core.features.samplerAnisotropy;
  c.wide_lines = f.core.features.wideLines;
  c.timestamps = limits.timestampComputeAndGraphics;
  c.timestamp_period_ns = limits.timestampPeriod;
  c.max_image_2d = limits.maxImageDimension2D;
  c.max_image_layers = limits.maxImageArrayLayers;
  c.max_compute_invocations = limits.maxComputeWorkGroupInvocations;
  c.max_push_constants = limits.maxPushConstantsSize;
  c.max_storage_range = limits.maxStorageBufferRange;
  for (std::uint32_t i = 0; i < memory.memoryHeapCount; ++i)
    if (memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT)
      c.device_heap_bytes += memory.memoryHeaps[i].size;
  return c;
}

std::string to_text(Capabilities const& c) {
  std::string text;
  auto line = [&](char const* name, auto const& value) { text += fmt::format("{:<26}{}\n", name, value); };
  line("device", c.device_name);
  line("driver", c.driver);
  line("Vulkan", fmt::format("{}.{}.{}", VK_API_VERSION_MAJOR(c.api_version), VK_API_VERSION_MINOR(c.api_version),
                             VK_API_VERSION_PATCH(c.api_version)));
  line("software rasteriser", yes_no(c.software));
  line("descriptor indexing", yes_no(c.descriptor_indexing));
  line("draw indirect count", yes_no(c.draw_indirect_count));
  line("min/max sampler", yes_no(c.sampler_minmax));
  line("64-bit buffer atomics", yes_no(c.buffer_int64_atomics));
  line("anisotropic filter", yes_no(c.anisotropy));
  line("wide lines", yes_no(c.wide_lines));
  line("timestamps", c.timestamps ? fmt::format("yes, period {} ns", c.timestamp_period_ns) : "no");
  line("largest image", fmt::format("{} px, {} layers", c.max_image_2d, c.max_image_layers));
  line("compute group", fmt::format("{} invocations", c.max_compute_invocations));
  line("push constants", fmt::format("{} B", c.max_push_constants));
  line("storage buffer range", fmt::format("{} MiB", c.max_storage_range >> 20));
  line("device memory", fmt::format("{} MiB", c.device_heap_bytes >> 20));
  return text;
}

} // namespace dalian::gpu
