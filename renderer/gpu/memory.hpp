#pragma once
// Device memory in blocks, handed out in pieces by first fit. Buffers and images live in separate blocks, so
// bufferImageGranularity never matters. Not thread-safe.
#include "renderer/gpu/capabilities.hpp"
#include "renderer/gpu/faults.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>
#include <volk.h>

namespace dalian::gpu {

enum class MemoryUse : std::uint8_t {
  device, // fastest for the GPU; mapped only where the device shares its memory with the host
  upload, // the host writes, the GPU reads; mapped, coherent, on the card where the host reaches all of it: never read
  readback, // the GPU writes, the host reads; mapped, coherent, cached where possible
};

/// What is asked for, and what for: the words for people when it is refused.
struct MemoryRequest {
  MemoryUse use = MemoryUse::device;
  bool image = false;
  char const* what = "a buffer"; // "14 MiB for <what>"
};

/// Free ranges of one block: sorted, never touching each other. Offsets and sizes in bytes.
class RangeList {
 public:
  explicit RangeList(std::uint64_t size) : free_{{0, size}} {}
  static constexpr std::uint64_t kNone = ~0ull;
  /// Offset of the piece, or kNone. `alignment` is a power of two.
  std::uint64_t take(std::uint64_t size, std::uint64_t alignment);
  void give_back(std::uint64_t offset, std::uint64_t size);
  std::uint64_t free_bytes() const;
  std::size_t pieces() const { return free_.size(); }

 private:
  struct Range {
    std::uint64_t offset, size;
  };
  std::vector<Range> free_;
};

struct MemoryBlock;

/// A piece of a block; give it back with Memory::free.
struct Allocation {
  MemoryBlock* block = nullptr;
  VkDeviceMemory memory = VK_NULL_HANDLE;
  VkDeviceSize offset = 0, size = 0;
  std::byte* mapped = nullptr; // null where the host cannot see it
};

class Memory {
 public:
  Memory(VkPhysicalDevice physical, VkDevice device, Capabilities const& capabilities, Faults& faults);
  ~Memory();
  Memory(Memory const&) = delete;
  Memory& operator=(Memory const&) = delete;

  /// Throws OutOfMemory when the device has no memory left of that kind.
  Allocation allocate(VkMemoryRequirements const& need, MemoryRequest const& request);
  void free(Allocation const& piece);

  std::uint64_t reserved_bytes() const;
  std::uint64_t used_bytes() const;

 private:
  bool has(std::uint32_t type, VkMemoryPropertyFlags flags) const;
  std::vector<std::uint32_t> fitting_types(std::uint32_t allowed, MemoryUse use) const;
  MemoryBlock* add_block(std::uint32_t type, bool image, VkDeviceSize at_least);
  Allocation find_room(VkMemoryRequirements const& need, MemoryRequest const& request);

  VkDevice device_;
  bool shared_; // with the host
  Faults& faults_;
  VkPhysicalDeviceMemoryProperties properties_{};
  std::vector<std::unique_ptr<MemoryBlock>> blocks_;
};

} // namespace dalian::gpu
