#include "renderer/gpu/check.hpp"

#include <fmt/format.h>

namespace dalian::gpu {

std::string result_name(VkResult result) {
  switch (result) {
  case VK_ERROR_OUT_OF_HOST_MEMORY:
    return "out of host memory";
  case VK_ERROR_OUT_OF_DEVICE_MEMORY:
    return "out of device memory";
  case VK_ERROR_INITIALIZATION_FAILED:
    return "initialization failed";
  case VK_ERROR_DEVICE_LOST:
    return "device lost";
  case VK_ERROR_LAYER_NOT_PRESENT:
    return "layer not present";
  case VK_ERROR_EXTENSION_NOT_PRESENT:
    return "extension not present";
  case VK_ERROR_FEATURE_NOT_PRESENT:
    return "feature not present";
  case VK_ERROR_INCOMPATIBLE_DRIVER:
    return "incompatible driver";
  case VK_ERROR_FORMAT_NOT_SUPPORTED:
    return "format not supported";
  case VK_ERROR_SURFACE_LOST_KHR:
    return "surface lost";
  case VK_ERROR_OUT_OF_DATE_KHR:
    return "swapchain out of date";
  case VK_ERROR_UNKNOWN:
    return "unknown error";
  default:
    return fmt::format("VkResult {}", static_cast<int>(result));
  }
}

void check(VkResult result, char const* call) {
  if (result < 0) throw GpuError(fmt::format("{} failed: {}", call, result_name(result)));
}

} // namespace dalian::gpu
