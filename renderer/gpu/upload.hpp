#pragma once
// Moves bytes of the host into device buffers and images while loading. One batch, one submit, waits for it.
#include "renderer/gpu/buffer.hpp"
#include "renderer/gpu/image.hpp"

#include <cassert>
#include <exception>
#include <span>
#include <vector>

namespace dalian::gpu {

class Uploader {
 public:
  explicit Uploader(Device& device) : device_(&device) {}
  /// Unflushed work is a caller's mistake, unless an exception ends it.
  ~Uploader() { assert(copies_.empty() || std::uncaught_exceptions() > exceptions_); }
  Uploader(Uploader const&) = delete;
  Uploader& operator=(Uploader const&) = delete;

  /// Written at once where the host sees `target`, else staged; either way complete after flush().
  void to_buffer(Buffer& target, std::span<std::byte const> bytes, VkDeviceSize offset = 0);
  /// Rows are tight: width · texel_bytes(format). Any GENERAL image with TRANSFER_DST usage.
  void to_image(Image& target, std::uint32_t layer, std::span<std::byte const> bytes, std::uint32_t mip = 0);
  void flush();

 private:
  Device* device_;
  int exceptions_ = std::uncaught_exceptions(); // on the way when this was made
  std::vector<Buffer> staging_;
  std::vector<std::function<void(VkCommandBuffer)>> copies_;
};

/// A device buffer with these contents.
template <class T>
Buffer device_buffer(Device& device, Uploader& uploader, std::span<T const> items, char const* what = "a buffer") {
  Buffer buffer(device, std::max<VkDeviceSize>(items.size_bytes(), 16), MemoryUse::device, what);
  if (!items.empty()) uploader.to_buffer(buffer, std::as_bytes(items));
  return buffer;
}

} // namespace dalian::gpu
