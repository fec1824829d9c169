#include "tools/bench/frame_limits.hpp"

#include "renderer/gpu/buffer.hpp"
#include "renderer/gpu/image.hpp"
#include "renderer/gpu/pipeline.hpp"

#include <algorithm>
#include <chrono>
#include <functional>

namespace dalian::bench {
namespace {

constexpr int kTries = 7;
constexpr VkFormat kFormat = VK_FORMAT_R8G8B8A8_UNORM;

struct Size {
  std::uint32_t width, height;
};

/// By the host's clock: a software device stamps times before its threads have done the work.
double best_ms(gpu::Device& device, std::function<void(VkCommandBuffer)> const& record) {
  using Clock = std::chrono::steady_clock;
  double best = 1e30;
  for (int i = 0; i < kTries; ++i) {
    auto const begun = Clock::now();
    device.run(record);
    best = std::min(best, std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
  }
  return best;
}

gpu::Image target(gpu::Device& device, VkExtent2D extent) {
  gpu::ImageDesc desc;
  desc.format = kFormat;
  desc.extent = extent;
  desc.usage = VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT;
  return {device, desc};
}

double clear_mpix_s(gpu::Device& device, gpu::Image const& image, VkExtent2D extent) {
  int const repeat = device.capabilities().software ? 8 : 256;
  VkClearColorValue const colour{{0.2f, 0.4f, 0.6f, 1}};
  VkImageSubresourceRange const range{VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
  double const ms = best_ms(device, [&](VkCommandBuffer cmd) {
    for (int i = 0; i < repeat; ++i)
      vkCmdClearColorImage(cmd, image.handle(), VK_IMAGE_LAYOUT_GENERAL, &colour, 1, &range);
  });
  return static_cast<double>(repeat) * extent.width * extent.height / ms / 1e3;
}

/// Milliseconds to draw `vertices` of `vertex`, `instances` times, into the image.
double draw_ms(gpu::ShaderFolder const& shaders, gpu::Image const& image, VkExtent2D extent, char const* vertex,
               std::pair<std::uint32_t, std::uint32_t> vertices_instances) {
  gpu::GraphicsDesc desc;
  desc.vertex = vertex;
  desc.fragment = "limit_fill.frag";
  desc.colors = {kFormat};
  desc.cull = VK_CULL_MODE_NONE;
  auto const pipeline = gpu::graphics_pipeline(shaders, desc);
  VkRenderingAttachmentInfo color{VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO};
  color.imageView = image.view();
  color.imageLayout = VK_IMAGE_LAYOUT_GENERAL;
  color.loadOp = VK_ATTACHMENT_LOAD_OP_DONT_CARE;
  color.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
  VkRenderingInfo info{VK_STRUCTURE_TYPE_RENDERING_INFO};
  info.renderArea = {{0, 0}, extent};
  info.layerCount = 1;
  info.colorAttachmentCount = 1;
  info.pColorAttachments = &color;
  return best_ms(shaders.device(), [&](VkCommandBuffer cmd) {
    vkCmdBeginRendering(cmd, &info);
    gpu::draw_area(cmd, extent);
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.get());
    gpu::push(cmd, shaders.device(), Size{extent.width, extent.height});
    vkCmdDraw(cmd, vertices_instances.first, vertices_instances.second, 0, 0);
    vkCmdEndRendering(cmd);
  });
}

double copy_gb_s(gpu::Device& device) {
  // More than the caches of any device hold; a processor's memory is slower, and its caches smaller.
  VkDeviceSize const bytes = (device.capabilities().software ? 64ull : 512ull) << 20;
  gpu::Buffer const from(device, bytes, gpu::MemoryUse::device), to(device, bytes, gpu::MemoryUse::device);
  double const ms = best_ms(device, [&](VkCommandBuffer cmd) {
    VkBufferCopy const region{0, 0, bytes};
    vkCmdCopyBuffer(cmd, from.handle(), to.handle(), 1, &region);
  });
  return 2.0 * static_cast<double>(bytes) / ms / 1e6;
}

} // namespace

FrameLimits measure_frame_limits(std::filesystem::path const& folder, VkExtent2D extent) {
  gpu::Device device({});
  gpu::ShaderFolder const shaders(device, folder);
  gpu::Image const image = target(device, extent);
  double const pixels = static_cast<double>(extent.width) * extent.height;
  std::uint32_t const layers = device.capabilities().software ? 8 : 256;
  std::uint32_t const triangles = device.capabilities().software ? 400'000 : 20'000'000;
  FrameLimits limits;
  limits.clear_mpix_s = clear_mpix_s(device, image, extent);
  limits.fill_mpix_s = layers * pixels / draw_ms(shaders, image, extent, "screen.vert", {3, layers}) / 1e3;
  limits.triangles_m_s = triangles / draw_ms(shaders, image, extent, "limit_triangles.vert", {triangles * 3, 1}) / 1e3;
  limits.copy_gb_s = copy_gb_s(device);
  return limits;
}

} // namespace dalian::bench
