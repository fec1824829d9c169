#pragma once
// What this machine's Vulkan device can do at most: the figures bench_frame prints beside its own.
#include "renderer/gpu/device.hpp"

namespace dalian::bench {

/// Best of several tries, measured in this process.
struct FrameLimits {
  double clear_mpix_s = 0; // a colour image of the picture's size
  double copy_gb_s = 0;    // buffer to buffer on the device, bytes read + written
};

/// Makes a device of its own; throws gpu::GpuError when there is none.
FrameLimits measure_frame_limits(VkExtent2D extent);

} // namespace dalian::bench
