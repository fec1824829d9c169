#pragma once
// What a physical device can do, as the plain table that decides optional features. Never an #ifdef, never a driver
// name.
#include <cstdint>
#include <string>
#include <vector>
#include <volk.h>

namespace dalian::gpu {

struct Capabilities {
  std::string device_name, driver;
  std::uint32_t api_version = 0;
  bool software = false; // VK_PHYSICAL_DEVICE_TYPE_CPU: fewer taps, smaller maps
  bool descriptor_indexing = false;
  bool draw_indirect_count = false;
  bool sampler_minmax = false;
  bool buffer_int64_atomics = false;
  bool anisotropy = false;
  bool wide_lines = false;
  float largest_point_px = 1;
  bool timestamps = false;
  double timestamp_period_ns = 0;
  std::uint32_t timestamp_bits = 64; // of the queue in use: higher ones mean nothing
  std::uint32_t max_image_2d = 0, max_image_layers = 0, max_compute_invocations = 0, max_push_constants = 0;
  std::uint64_t max_storage_range = 0;
  std::uint64_t device_heap_bytes = 0;
  bool shared_memory = true; // where the host reaches the device's own memory, it writes there without a copy
};

/// What the program cannot do without: empty when `device` has it all, else the missing features' names.
std::vector<std::string> missing_features(VkPhysicalDevice device);
Capabilities read_capabilities(VkPhysicalDevice device);

/// One "name: value" line each, for people.
std::string to_text(Capabilities const& c);

} // namespace dalian::gpu
