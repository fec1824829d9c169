#pragma once
// Compiled shaders, read from the folder of baked assets by name: "shade.comp" is <folder>/shade.comp.spv.
#include "renderer/gpu/device.hpp"

#include <filesystem>
#include <string_view>

namespace dalian::gpu {

using ShaderModule = Handle<VkShaderModule, vkDestroyShaderModule>;

class ShaderFolder {
 public:
  ShaderFolder(Device& device, std::filesystem::path folder) : device_(&device), folder_(std::move(folder)) {}
  /// Throws GpuError naming the file when it is missing or not SPIR-V.
  ShaderModule load(std::string_view name) const;
  Device& device() const { return *device_; }

 private:
  Device* device_;
  std::filesystem::path folder_;
};

} // namespace dalian::gpu
