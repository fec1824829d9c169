#pragma once
// Pipelines over the one fixed layout. Vertices are pulled from device addresses: there is no vertex input state.
#include "renderer/gpu/shader.hpp"

#include <span>
#include <string>
#include <vector>

namespace dalian::gpu {

using Pipeline = Handle<VkPipeline, vkDestroyPipeline>;

enum class Blend : std::uint8_t { none, premultiplied, alpha, add };

/// Viewport and scissor are dynamic; the winding of front faces is counter-clockwise in a y-up world, which is
/// clockwise in Vulkan's y-down framebuffer: see draw_area().
struct GraphicsDesc {
  std::string vertex, fragment; // shader names; fragment empty = depth only
  std::vector<VkFormat> colors;
  VkFormat depth = VK_FORMAT_UNDEFINED;
  bool depth_test = true, depth_write = true; // reversed z: nearer is greater
  Blend blend = Blend::none;
  VkCullModeFlags cull = VK_CULL_MODE_BACK_BIT;
  VkPrimitiveTopology topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST;
  bool depth_bias = false;              // set with vkCmdSetDepthBias
  std::vector<std::uint32_t> constants; // specialization constants 0, 1, … of both stages
};

/// `constants` are the values of specialization constants 0, 1, …: one shader file, several kernels. Throws GpuError.
Pipeline compute_pipeline(ShaderFolder const& shaders, std::string_view shader,
                          std::span<std::uint32_t const> constants = {});
Pipeline graphics_pipeline(ShaderFolder const& shaders, GraphicsDesc const& desc);

/// Sets a y-up viewport (negative height) and the scissor for the whole of `extent`.
void draw_area(VkCommandBuffer cmd, VkExtent2D extent);

/// Pushes `value` (≤ kPushBytes, trivially copyable) for all stages.
template <class T>
void push(VkCommandBuffer cmd, Device const& device, T const& value) {
  static_assert(sizeof(T) <= kPushBytes && sizeof(T) % 4 == 0 && std::is_trivially_copyable_v<T>);
  vkCmdPushConstants(cmd, device.pipeline_layout(), VK_SHADER_STAGE_ALL, 0, sizeof(T), &value);
}

} // namespace dalian::gpu
