#pragma once
// What went wrong in Vulkan, as an exception: caught in main, shown as one line. Bad data never ends here.
#include <stdexcept>
#include <string>
#include <volk.h>

namespace dalian::gpu {

class GpuError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The device has no memory left for what was asked; what is there goes on living, so a caller may ask for less.
class OutOfMemory : public GpuError {
 public:
  using GpuError::GpuError;
};

/// Nothing more can be drawn with this device; it can only be taken down.
class DeviceLost : public GpuError {
 public:
  using GpuError::GpuError;
};

/// "VK_ERROR_OUT_OF_DEVICE_MEMORY" for the results this program can meet, else the number.
std::string result_name(VkResult result);

/// Throws GpuError naming `call` when `result` is an error; VK_SUCCESS and positive status codes pass.
void check(VkResult result, char const* call);

} // namespace dalian::gpu
