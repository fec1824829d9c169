#include "renderer/gpu/upload.hpp"

#include <algorithm>
#include <cstring>

namespace dalian::gpu {

void Uploader::to_buffer(Buffer& target, std::span<std::byte const> bytes, VkDeviceSize offset) {
  assert(offset + bytes.size() <= target.size());
  if (target.mapped()) {
    std::memcpy(target.mapped() + offset, bytes.data(), bytes.size());
    return;
  }
  Buffer& staging = staging_.emplace_back(*device_, bytes.size(), MemoryUse::upload, "the way to the device");
  std::memcpy(staging.mapped(), bytes.data(), bytes.size());
  VkBufferCopy const region{0, offset, bytes.size()};
  copies_.push_back([from = staging.handle(), to = target.handle(), region](VkCommandBuffer cmd) {
    vkCmdCopyBuffer(cmd, from, to, 1, &region);
  });
}

void Uploader::to_image(Image& target, std::uint32_t layer, std::span<std::byte const> bytes, std::uint32_t mip) {
  VkExtent2D const extent{std::max(1u, target.extent().width >> mip), std::max(1u, target.extent().height >> mip)};
  assert(bytes.size() == std::size_t{extent.width} * extent.height * texel_bytes(target.format()));
  Buffer& staging = staging_.emplace_back(*device_, bytes.size(), MemoryUse::upload, "the way to the device");
  std::memcpy(staging.mapped(), bytes.data(), bytes.size());
  VkBufferImageCopy region{};
  region.imageSubresource = {target.aspect(), mip, layer, 1};
  region.imageExtent = {extent.width, extent.height, 1};
  copies_.push_back([from = staging.handle(), to = target.handle(), region](VkCommandBuffer cmd) {
    vkCmdCopyBufferToImage(cmd, from, to, VK_IMAGE_LAYOUT_GENERAL, 1, &region);
  });
}

void Uploader::flush() {
  if (copies_.empty()) return;
  device_->run([&](VkCommandBuffer cmd) {
    for (auto const& copy : copies_)
      copy(cmd);
  });
  copies_.clear();
  staging_.clear();
}

} // namespace dalian::gpu
