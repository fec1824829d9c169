#include "renderer/gpu/readback.hpp"

namespace dalian::gpu {
namespace {

/// Everything before is visible to the copy; the copy is visible to the host.
void order(VkCommandBuffer cmd, VkPipelineStageFlags2 from, VkAccessFlags2 from_access, VkPipelineStageFlags2 to,
           VkAccessFlags2 to_access) {
  VkMemoryBarrier2 const barrier{VK_STRUCTURE_TYPE_MEMORY_BARRIER_2, nullptr, from, from_access, to, to_access};
  VkDependencyInfo dependency{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
  dependency.memoryBarrierCount = 1;
  dependency.pMemoryBarriers = &barrier;
  vkCmdPipelineBarrier2(cmd, &dependency);
}

std::vector<std::byte> copy_out(Device& device, VkDeviceSize size,
                                std::function<void(VkCommandBuffer, VkBuffer)> const& copy) {
  Buffer const target(device, size, MemoryUse::readback, "reading a picture back");
  device.run([&](VkCommandBuffer cmd) {
    order(cmd, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_WRITE_BIT, VK_PIPELINE_STAGE_2_TRANSFER_BIT,
          VK_ACCESS_2_TRANSFER_READ_BIT);
    copy(cmd, target.handle());
    order(cmd, VK_PIPELINE_STAGE_2_TRANSFER_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT, VK_PIPELINE_STAGE_2_HOST_BIT,
          VK_ACCESS_2_HOST_READ_BIT);
  });
  return {target.mapped(), target.mapped() + size};
}

} // namespace

std::vector<std::byte> read_image(Device& device, Image const& image, std::uint32_t layer) {
  auto const size = VkDeviceSize{image.extent().width} * image.extent().height * texel_bytes(image.format());
  return copy_out(device, size, [&](VkCommandBuffer cmd, VkBuffer target) {
    VkBufferImageCopy region{};
    region.imageSubresource = {image.aspect(), 0, layer, 1};
    region.imageExtent = {image.extent().width, image.extent().height, 1};
    vkCmdCopyImageToBuffer(cmd, image.handle(), VK_IMAGE_LAYOUT_GENERAL, target, 1, &region);
  });
}

std::vector<std::byte> read_buffer(Device& device, Buffer const& buffer) {
  return copy_out(device, buffer.size(), [&](VkCommandBuffer cmd, VkBuffer target) {
    VkBufferCopy const region{0, 0, buffer.size()};
    vkCmdCopyBuffer(cmd, buffer.handle(), target, 1, &region);
  });
}

} // namespace dalian::gpu
