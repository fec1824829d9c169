#pragma once
// Two frames in flight over one timeline semaphore: per slot a command buffer, a timer, and a scratch arena the host
// fills and the GPU reads once.
#include "renderer/gpu/breadcrumbs.hpp"
#include "renderer/gpu/buffer.hpp"
#include "renderer/gpu/gpu_timer.hpp"

#include <any>
#include <array>
#include <cstring>
#include <span>

namespace dalian::gpu {

/// Bytes for this frame only: constants, instance lists, UI vertices.
class FrameArena {
 public:
  FrameArena(Device& device, VkDeviceSize size) : buffer_(device, size, MemoryUse::upload, "the scratch of frames") {}
  void restart() { used_ = 0; }
  struct Piece {
    VkDeviceAddress address = 0;
    VkDeviceSize offset = 0;
    std::byte* host = nullptr;
  };
  /// 256-aligned. Throws GpuError when the frame asks for more than the arena holds.
  Piece take(VkDeviceSize bytes);
  template <class T>
  Piece put(std::span<T const> items) {
    Piece const piece = take(items.size_bytes());
    if (!items.empty()) std::memcpy(piece.host, items.data(), items.size_bytes());
    return piece;
  }
  VkBuffer handle() const { return buffer_.handle(); }

 private:
  Buffer buffer_;
  VkDeviceSize used_ = 0;
};

/// What to wait for and signal beside the timeline: a swapchain image, or nothing.
struct PresentSync {
  VkSemaphore acquired = VK_NULL_HANDLE;
  VkSemaphore rendered = VK_NULL_HANDLE;
};

class FrameRing {
 public:
  static constexpr std::size_t kSlots = 2;
  explicit FrameRing(Device& device, VkDeviceSize arena_bytes = 8ull << 20);
  ~FrameRing();
  FrameRing(FrameRing const&) = delete;
  FrameRing& operator=(FrameRing const&) = delete;

  struct Frame {
    VkCommandBuffer cmd = VK_NULL_HANDLE;
    FrameArena* arena = nullptr;
    GpuTimer* timer = nullptr;
    Breadcrumbs* crumbs = nullptr;
    std::uint64_t number = 0;                  // from 1
    std::vector<Timing> const* last = nullptr; // timings of the newest frame known to be done; may be empty
  };
  /// Waits until the slot is free, then begins its command buffer. A frame that is not submitted is forgotten. Throws
  /// DeviceLost, as do submit() and finish(), naming the pass it was at.
  Frame begin();
  void submit(PresentSync const& sync = {});
  /// Number of the newest frame that is drawn; waits for nothing.
  std::uint64_t drawn() const;
  /// Waits for everything submitted; results() are then those of the last frame.
  void finish();
  std::vector<Timing> const& results() const { return results_; }
  /// Keeps `value` alive until the frame now recorded is done on the GPU.
  void retire(std::any value) { slots_[current_].retired.push_back(std::move(value)); }

 private:
  struct Slot {
    Handle<VkCommandPool, vkDestroyCommandPool> pool;
    VkCommandBuffer cmd = VK_NULL_HANDLE;
    std::unique_ptr<FrameArena> arena;
    std::unique_ptr<GpuTimer> timer;
    std::unique_ptr<Breadcrumbs> crumbs;
    std::uint64_t pending = 0; // timeline value that frees it; 0 = never used
    std::vector<std::any> retired;
  };
  void wait(Slot& slot);
  void expect(VkResult result, char const* call) const;

  Device* device_;
  Handle<VkSemaphore, vkDestroySemaphore> timeline_;
  std::array<Slot, kSlots> slots_;
  std::size_t current_ = 0;
  std::uint64_t number_ = 0;
  std::vector<Timing> results_;
};

} // namespace dalian::gpu
