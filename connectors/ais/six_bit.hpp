#pragma once
// The two six-bit alphabets of ITU-R M.1371: the armoured payload of a sentence (IEC 61162-1) and the text inside a
// message (M.1371-5, table 47).
#include "connectors/common/bit_reader.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace dalian::ais {

using connectors::BitReader;

/// Collects armoured characters as bits. Holds the longest message of the standard and what sources append to it.
class PayloadBits {
 public:
  static constexpr std::size_t kMaxBits = 1536; // type 26 has at most 1,064

  void clear() { size_bits_ = 0; }
  std::size_t size_bits() const { return size_bits_; }

  enum class Status : std::uint8_t { ok, bad_character, full };
  /// Appends six bits a character, without the `fill_bits` (0…5) low bits of the last one. On failure nothing is kept
  /// of this call.
  Status append(std::string_view armoured, unsigned fill_bits);

  BitReader reader() const { return {bytes_, size_bits_}; }

 private:
  std::size_t size_bits_ = 0;
  std::array<std::uint8_t, kMaxBits / 8 + 8> bytes_{}; // 8 spare: a read never needs the slow path at the end
};

/// Text of up to N characters by value, no allocation.
template <std::size_t N>
class Text {
 public:
  std::string_view view() const { return {characters_.data(), size_}; }
  bool empty() const { return size_ == 0; }
  void push_back(char c) {
    if (size_ < N) characters_[size_++] = c;
  }
  void trim_right() {
    while (size_ > 0 && characters_[size_ - 1] == ' ')
      --size_;
  }
  bool operator==(Text const& other) const { return view() == other.view(); }

 private:
  std::array<char, N> characters_{};
  std::uint8_t size_ = 0;
  static_assert(N <= 255);
};

/// Six bits to ASCII: 0…31 are '@', 'A'…'_', 32…63 are ' '…'?'.
constexpr char six_bit_character(std::uint32_t value) {
  return static_cast<char>(value < 32 ? value + 64 : value);
}

/// `count` characters from bit `offset` on, cut at the first '@' (what follows is often garbage) and without trailing
/// spaces. Characters the message does not reach are left out.
template <std::size_t N>
Text<N> six_bit_text(BitReader const& bits, std::size_t offset, std::size_t count) {
  Text<N> text;
  for (std::size_t i = 0; i < count && bits.has(offset + 6 * i, 6); ++i) {
    char const c = six_bit_character(bits.u(offset + 6 * i, 6));
    if (c == '@') break;
    text.push_back(c);
  }
  text.trim_right();
  return text;
}

} // namespace dalian::ais
