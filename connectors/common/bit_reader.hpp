#pragma once
// Reads big-endian bit fields at fixed offsets from bytes, as radio and road-side standards tabulate them.
// Bit 0 is the most significant bit of the first byte. Never reads outside its bytes: bits beyond the end read as 0,
// so a decoder first asks has(). Does not own the bytes.
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace dalian::connectors {

class BitReader {
 public:
  BitReader() = default;
  /// `size_bits` ≤ 8 × bytes.size(). Bytes beyond size_bits may hold anything.
  BitReader(std::span<std::uint8_t const> bytes, std::size_t size_bits) : bytes_(bytes), size_bits_(size_bits) {
    assert(size_bits <= 8 * bytes.size());
  }

  std::size_t size_bits() const { return size_bits_; }
  bool has(std::size_t offset, std::size_t width) const { return offset + width <= size_bits_; }

  /// Unsigned field, width 1…32.
  std::uint32_t u(std::size_t offset, unsigned width) const {
    assert(width >= 1 && width <= 32);
    if (!has(offset, width)) return beyond_end(offset, width);
    return static_cast<std::uint32_t>((load(offset / 8) << (offset % 8)) >> (64 - width));
  }
  /// Two's complement field, width 1…32.
  std::int32_t s(std::size_t offset, unsigned width) const {
    return static_cast<std::int32_t>(u(offset, width) << (32 - width)) >> (32 - width);
  }
  bool flag(std::size_t offset) const { return u(offset, 1) != 0; }

 private:
  std::uint64_t load(std::size_t byte) const {
    std::uint64_t word = 0;
    std::size_t const left = bytes_.size() - byte;
    if (left >= sizeof word) {
      std::memcpy(&word, bytes_.data() + byte, sizeof word);
      if constexpr (std::endian::native == std::endian::little) word = __builtin_bswap64(word);
      return word;
    }
    for (std::size_t i = 0; i < left; ++i)
      word |= static_cast<std::uint64_t>(bytes_[byte + i]) << (56 - 8 * i);
    return word;
  }
  std::uint32_t beyond_end(std::size_t offset, unsigned width) const {
    std::uint32_t value = 0;
    for (std::size_t bit = offset; bit < offset + width; ++bit)
      value = (value << 1) | (bit < size_bits_ ? static_cast<std::uint32_t>(load(bit / 8) >> (63 - bit % 8)) & 1U : 0U);
    return value;
  }

  std::span<std::uint8_t const> bytes_;
  std::size_t size_bits_ = 0;
};

} // namespace dalian::connectors
