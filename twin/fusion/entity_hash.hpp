#pragma once
// Hash of an entity's id, and with it the partition the entity lives in: the same on every machine, in every build.
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dalian::fusion {

static_assert(std::endian::native == std::endian::little, "words of ids are read as they lie");

/// Eight bytes at a time through the finalizer of MurmurHash3 (Appleby, public domain).
inline std::uint64_t entity_hash(std::string_view id) {
  std::uint64_t h = id.size() * 0x9e3779b97f4a7c15ULL;
  while (!id.empty()) {
    std::uint64_t word = 0;
    std::size_t const n = id.size() < 8 ? id.size() : 8;
    std::memcpy(&word, id.data(), n);
    id.remove_prefix(n);
    h ^= word;
    h = (h ^ h >> 33) * 0xff51afd7ed558ccdULL;
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53ULL;
    h ^= h >> 33;
  }
  return h;
}

/// Every entity belongs to one of these for good; a partition has one writer.
inline constexpr std::uint32_t kPartitions = 64;

/// Handles are created · kHandleStride + partition; the last place is that of things without a name.
inline constexpr std::uint32_t kHandleStride = kPartitions + 1;

inline std::uint32_t partition_of(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 58);
}

} // namespace dalian::fusion
