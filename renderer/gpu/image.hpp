#pragma once
// A 2D image or array with its memory and one view over all of it. Moved to VK_IMAGE_LAYOUT_GENERAL once, when made,
// and kept there for life: barriers then only order memory.
#include "renderer/gpu/device.hpp"
#include "renderer/gpu/memory.hpp"

namespace dalian::gpu {

struct ImageDesc {
  VkFormat format = VK_FORMAT_UNDEFINED;
  VkExtent2D extent{};
  std::uint32_t layers = 1, mips = 1;
  VkImageUsageFlags usage = 0;
  bool array_view = false;       // view as sampler2DArray even with one layer
  char const* what = "an image"; // it is for: words of MemoryRequest
};

class Image {
 public:
  Image() = default;
  /// Throws OutOfMemory, and GpuError for a size the device does not draw.
  Image(Device& device, ImageDesc const& desc);
  Image(Image&& other) noexcept;
  Image& operator=(Image&& other) noexcept;
  Image(Image const&) = delete;
  Image& operator=(Image const&) = delete;
  ~Image();

  VkImage handle() const { return image_; }
  VkImageView view() const { return view_; }
  VkFormat format() const { return desc_.format; }
  VkExtent2D extent() const { return desc_.extent; }
  std::uint32_t layers() const { return desc_.layers; }
  VkImageAspectFlags aspect() const;
  explicit operator bool() const { return image_ != VK_NULL_HANDLE; }

 private:
  struct Begun {};
  Image(Begun, Device& device, ImageDesc const& desc) : device_(&device), desc_(desc) {}
  void create_view();
  void swap(Image& other) noexcept;
  Device* device_ = nullptr;
  ImageDesc desc_;
  VkImage image_ = VK_NULL_HANDLE;
  VkImageView view_ = VK_NULL_HANDLE;
  Allocation allocation_;
};

using ImageView = Handle<VkImageView, vkDestroyImageView>;

/// A view of one layer as a plain 2D image, for drawing into it. Must go before the image.
ImageView layer_view(Device& device, Image const& image, std::uint32_t layer);

/// A memory barrier that also moves `image` from UNDEFINED to GENERAL, dropping its contents.
void make_general(VkCommandBuffer cmd, VkImage image, VkImageAspectFlags aspect);

/// Bytes of one texel of the formats the program reads back or uploads.
std::uint32_t texel_bytes(VkFormat format);

} // namespace dalian::gpu
