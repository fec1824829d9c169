#pragma once
// Numbers of 16 bits (IEEE 754 binary16) for what is kept many times: 11 binary digits, 6.1e-5 … 65 504. Smaller ones
// become zero, larger ones 65 504; "not a number" stays that.
#include <bit>
#include <cstdint>

namespace dalian::fusion {

class Half {
 public:
  Half() = default;
  explicit Half(float value) { // nearest, ties to even
    std::uint32_t const bits = std::bit_cast<std::uint32_t>(value), sign = bits >> 16U & 0x8000U;
    std::uint32_t const size = bits & 0x7fffffffU, rounded = size + 0xfffU + (size >> 13U & 1U);
    if (size > 0x7f800000U)
      bits_ = 0x7fff;
    else if (rounded < 0x38800000U)
      bits_ = static_cast<std::uint16_t>(sign);
    else
      bits_ = static_cast<std::uint16_t>(sign | (rounded >= 0x47800000U ? 0x7bffU : (rounded - 0x38000000U) >> 13U));
  }
  float value() const {
    std::uint32_t const sign = (bits_ & 0x8000U) << 16U, size = bits_ & 0x7fffU;
    std::uint32_t const exponent = size > 0x7c00U ? 0x70000000U : 0x38000000U;
    return std::bit_cast<float>(size < 0x400U ? sign : sign | ((size << 13U) + exponent));
  }
  std::uint16_t bits() const { return bits_; }
  static Half from_bits(std::uint16_t bits) {
    Half half;
    half.bits_ = bits;
    return half;
  }
  bool operator==(Half const&) const = default;

 private:
  std::uint16_t bits_ = 0;
};

} // namespace dalian::fusion
