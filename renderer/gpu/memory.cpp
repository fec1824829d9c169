#include "renderer/gpu/memory.hpp"

#include "renderer/gpu/check.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

namespace dalian::gpu {

struct MemoryBlock {
  MemoryBlock(std::uint32_t t, bool i, VkDeviceSize s) : type(t), image(i), size(s), ranges(s) {}
  std::uint32_t type;
  bool image;
  VkDeviceSize size;
  VkDeviceMemory memory = VK_NULL_HANDLE;
  std::byte* mapped = nullptr;
  RangeList ranges;
};

namespace {
constexpr VkDeviceSize kBlockBytes = 32ull << 20;
// Without coherence every write would need a flush of its own.
constexpr VkMemoryPropertyFlags kMappable = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
// The window to a card's own memory is 256 MiB without resizable BAR: too narrow for uploads of ours.
constexpr VkDeviceSize kWideWindowBytes = 1ull << 30;
} // namespace

std::uint64_t RangeList::take(std::uint64_t size, std::uint64_t alignment) {
  for (auto it = free_.begin(); it != free_.end(); ++it) {
    std::uint64_t const start = (it->offset + alignment - 1) & ~(alignment - 1);
    std::uint64_t const end = it->offset + it->size;
    if (start + size > end) continue;
    Range const before{it->offset, start - it->offset};
    Range const after{start + size, end - start - size};
    it = free_.erase(it);
    if (after.size > 0) it = free_.insert(it, after);
    if (before.size > 0) free_.insert(it, before);
    return start;
  }
  return kNone;
}

void RangeList::give_back(std::uint64_t offset, std::uint64_t size) {
  auto it = std::lower_bound(free_.begin(), free_.end(), offset,
                             [](Range const& r, std::uint64_t o) { return r.offset < o; });
  it = free_.insert(it, {offset, size});
  if (auto next = it + 1; next != free_.end() && it->offset + it->size == next->offset) {
    it->size += next->size;
    free_.erase(next);
  }
  if (it != free_.begin() && (it - 1)->offset + (it - 1)->size == it->offset) {
    (it - 1)->size += it->size;
    free_.erase(it);
  }
}

std::uint64_t RangeList::free_bytes() const {
  std::uint64_t total = 0;
  for (auto const& r : free_)
    total += r.size;
  return total;
}

Memory::Memory(VkPhysicalDevice physical, VkDevice device, Capabilities const& capabilities, Faults& faults)
    : device_(device), shared_(capabilities.shared_memory), faults_(faults) {
  vkGetPhysicalDeviceMemoryProperties(physical, &properties_);
}

Memory::~Memory() {
  for (auto const& block : blocks_)
    vkFreeMemory(device_, block->memory, nullptr);
}

bool Memory::has(std::uint32_t type, VkMemoryPropertyFlags flags) const {
  return (properties_.memoryTypes[type].propertyFlags & flags) == flags;
}

/// In the order in which they are tried.
std::vector<std::uint32_t> Memory::fitting_types(std::uint32_t allowed, MemoryUse use) const {
  VkMemoryPropertyFlags const required = use == MemoryUse::device ? 0 : kMappable;
  VkMemoryPropertyFlags const wanted =
      use == MemoryUse::readback ? VK_MEMORY_PROPERTY_HOST_CACHED_BIT : VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
  auto const good = [&](std::uint32_t type) {
    auto const heap = properties_.memoryTypes[type].heapIndex;
    bool const narrow = use == MemoryUse::upload && properties_.memoryHeaps[heap].size < kWideWindowBytes;
    return has(type, wanted) && !narrow;
  };
  std::vector<std::uint32_t> types;
  for (std::uint32_t i = 0; i < properties_.memoryTypeCount; ++i)
    if ((allowed & (1U << i)) && has(i, required)) types.push_back(i);
  std::ranges::stable_partition(types, good);
  return types;
}

/// Null when the device has no memory left of that type.
MemoryBlock* Memory::add_block(std::uint32_t type, bool image, VkDeviceSize at_least) {
  auto block = std::make_unique<MemoryBlock>(type, image, std::max(kBlockBytes, at_least));
  VkMemoryAllocateFlagsInfo flags{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_FLAGS_INFO};
  flags.flags = VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT;
  VkMemoryAllocateInfo info{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO, image ? nullptr : &flags, block->size, type};
  VkResult const result = vkAllocateMemory(device_, &info, nullptr, &block->memory);
  if (result == VK_ERROR_OUT_OF_DEVICE_MEMORY) return nullptr;
  check(result, "vkAllocateMemory");
  blocks_.push_back(std::move(block));
  MemoryBlock& made = *blocks_.back();
  if (!image && has(type, kMappable)) {
    void* p = nullptr;
    check(vkMapMemory(device_, made.memory, 0, VK_WHOLE_SIZE, 0, &p), "vkMapMemory");
    made.mapped = static_cast<std::byte*>(p);
  }
  return &made;
}

/// Nothing when no fitting type has room.
Allocation Memory::find_room(VkMemoryRequirements const& need, MemoryRequest const& request) {
  bool const hidden = request.use == MemoryUse::device && !shared_;
  auto piece_of = [&](MemoryBlock& block) -> Allocation {
    auto const offset = block.ranges.take(need.size, need.alignment);
    if (offset == RangeList::kNone) return {};
    return {&block, block.memory, offset, need.size, block.mapped && !hidden ? block.mapped + offset : nullptr};
  };
  for (std::uint32_t const type : fitting_types(need.memoryTypeBits, request.use)) {
    for (auto const& block : blocks_) {
      if (block->type != type || block->image != request.image) continue;
      if (Allocation const piece = piece_of(*block); piece.block) return piece;
    }
    if (MemoryBlock* const block = add_block(type, request.image, need.size)) return piece_of(*block);
  }
  return {};
}

Allocation Memory::allocate(VkMemoryRequirements const& need, MemoryRequest const& request) {
  Allocation const piece = faults_.allocation.use() ? Allocation{} : find_room(need, request);
  if (piece.block) return piece;
  auto const mib = [](std::uint64_t bytes) { return static_cast<double>(bytes) / (1 << 20); };
  throw OutOfMemory(
      fmt::format("the graphics device has no memory left: {:.1f} MiB for {} were refused, {:.0f} MiB are "
                  "ours already; close other programs that use it, or ask for a smaller picture",
                  mib(need.size), request.what, mib(reserved_bytes())));
}

void Memory::free(Allocation const& piece) {
  piece.block->ranges.give_back(piece.offset, piece.size);
  if (piece.block->ranges.free_bytes() < piece.block->size) return;
  // An empty block goes back to the system unless it is the last of its kind: resizing must not pile up memory.
  auto const alike = std::count_if(blocks_.begin(), blocks_.end(), [&](auto const& b) {
    return b->type == piece.block->type && b->image == piece.block->image;
  });
  if (alike < 2) return;
  vkFreeMemory(device_, piece.block->memory, nullptr);
  std::erase_if(blocks_, [&](auto const& b) { return b.get() == piece.block; });
}

std::uint64_t Memory::reserved_bytes() const {
  std::uint64_t total = 0;
  for (auto const& block : blocks_)
    total += block->size;
  return total;
}

std::uint64_t Memory::used_bytes() const {
  std::uint64_t total = 0;
  for (auto const& block : blocks_)
    total += block->size - block->ranges.free_bytes();
  return total;
}

} // namespace dalian::gpu
