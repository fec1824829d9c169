#pragma once
// The images a frame is made in. The thin G-buffer holds what shading needs and nothing it can compute.
#include "renderer/gpu/image.hpp"

namespace dalian::frame {

inline constexpr VkFormat kAlbedoFormat = VK_FORMAT_R8G8B8A8_UNORM;           // rgb sRGB-encoded, a = SURFACE_…
inline constexpr VkFormat kNormalFormat = VK_FORMAT_A2B10G10R10_UNORM_PACK32; // xy octahedral, z = openness
inline constexpr VkFormat kEntityFormat = VK_FORMAT_R32_UINT;                 // 0 = nobody
inline constexpr VkFormat kDepthFormat = VK_FORMAT_D32_SFLOAT;                // reversed: near/z, 0 = infinity
inline constexpr VkFormat kHdrFormat = VK_FORMAT_R16G16B16A16_SFLOAT;         // exposed scene light
inline constexpr VkFormat kPictureFormat = VK_FORMAT_R8G8B8A8_UNORM;          // sRGB-encoded by the tone map

struct RenderTargets {
  RenderTargets(gpu::Device& device, VkExtent2D size);

  VkExtent2D extent;
  gpu::Image albedo, normal, entity, depth; // G-buffer
  gpu::Image hdr;                           // shaded light; a = luminance weight
  gpu::Image toned;                         // tone-mapped, before anti-aliasing
  gpu::Image sum;                           // of the jittered sub-frames of a still picture
  gpu::Image picture;                       // what is shown; labels and panels are drawn on it
};

} // namespace dalian::frame
