#include "tools/bench/frame_limits.hpp"

#include "renderer/gpu/buffer.hpp"
#include "renderer/gpu/image.hpp"

#include <algorithm>
#include <chrono>
#include <functional>

namespace dalian::bench {
namespace {

double now_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double best_ms(gpu::Device& device, int tries, std::function<void(VkCommandBuffer)> const& record) {
  double best = 1e30;
  for (int i = 0; i < tries; ++i) {
    double const t = now_ms();
    device.run(record);
    best = std::min(best, now_ms() - t);
  }
  return best;
}

} // namespace

FrameLimits measure_frame_limits(VkExtent2D extent) {
  gpu::Device device({});
  constexpr int kTries = 9, kRepeat = 8;
  gpu::ImageDesc desc;
  desc.format = VK_FORMAT_R8G8B8A8_UNORM;
  desc.extent = extent;
  desc.usage = VK_IMAGE_USAGE_TRANSFER_DST_BIT;
  gpu::Image const image(device, desc);
  VkClearColorValue const colour{{0.2f, 0.4f, 0.6f, 1}};
  VkImageSubresourceRange const range{VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
  double const clear = best_ms(device, kTries, [&](VkCommandBuffer cmd) {
    for (int i = 0; i < kRepeat; ++i)
      vkCmdClearColorImage(cmd, image.handle(), VK_IMAGE_LAYOUT_GENERAL, &colour, 1, &range);
  });
  constexpr VkDeviceSize kBytes = 64ull << 20;
  gpu::Buffer const from(device, kBytes, gpu::MemoryUse::device), to(device, kBytes, gpu::MemoryUse::device);
  double const copy = best_ms(device, kTries, [&](VkCommandBuffer cmd) {
    VkBufferCopy const region{0, 0, kBytes};
    vkCmdCopyBuffer(cmd, from.handle(), to.handle(), 1, &region);
  });
  return {kRepeat * extent.width * extent.height / clear / 1e3, 2.0 * kBytes / copy / 1e6};
}

} // namespace dalian::bench
