#pragma once
// What this machine's Vulkan device can do at most: the figures bench_frame prints beside its own.
#include "renderer/gpu/device.hpp"

#include <filesystem>

namespace dalian::bench {

/// Best of several tries, measured in this process; long enough that handing over the work does not count.
struct FrameLimits {
  double clear_mpix_s = 0;  // clearing a colour image of the picture's size
  double fill_mpix_s = 0;   // one colour written by full-screen triangles, 8 bits a channel
  double triangles_m_s = 0; // millions of triangles of eight pixels each, no depth
  double copy_gb_s = 0;     // buffer to buffer on the device, bytes read + written
};

/// Makes a device of its own, with the shaders of the baked assets; throws gpu::GpuError when there is none.
FrameLimits measure_frame_limits(std::filesystem::path const& shaders, VkExtent2D extent);

} // namespace dalian::bench
