#pragma once
// The checksum of NMEA 0183 sentences and tag blocks: exclusive or of the bytes, written as two hexadecimal digits.
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace dalian::ais {

inline std::uint8_t xor_checksum(std::string_view text) {
  std::uint64_t words = 0;
  std::size_t i = 0;
  for (; i + sizeof words <= text.size(); i += sizeof words) { // the order of bytes does not matter for xor
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, sizeof word);
    words ^= word;
  }
  words ^= words >> 32;
  words ^= words >> 16;
  words ^= words >> 8;
  auto sum = static_cast<std::uint8_t>(words);
  for (; i < text.size(); ++i)
    sum ^= static_cast<std::uint8_t>(text[i]);
  return sum;
}

/// Two hexadecimal digits; upper case by the standard, lower case is seen.
constexpr std::optional<std::uint8_t> parse_hex_byte(std::string_view text) {
  if (text.size() != 2) return std::nullopt;
  unsigned value = 0;
  for (char const c : text) {
    unsigned const digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                           : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A' + 10)
                           : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
                                                  : 16U;
    if (digit > 15) return std::nullopt;
    value = value * 16 + digit;
  }
  return static_cast<std::uint8_t>(value);
}

} // namespace dalian::ais
