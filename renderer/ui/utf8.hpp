#pragma once
// UTF-8 to code points. Bad bytes become U+FFFD one by one: text from the air is never trusted to be valid.
#include <cstdint>
#include <string_view>

namespace dalian::ui {

inline constexpr char32_t kReplacement = 0xFFFD;

/// The code point at the front of `text`, which is shortened by the bytes used. `text` must not be empty.
inline char32_t take_code_point(std::string_view& text) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned const lead = byte(0);
  std::size_t const length = lead < 0x80 ? 1 : lead >> 5U == 6 ? 2 : lead >> 4U == 14 ? 3 : lead >> 3U == 30 ? 4 : 0;
  char32_t value = length == 1 ? lead : lead & (0x7fU >> length);
  bool valid = length != 0 && text.size() >= length;
  for (std::size_t i = 1; valid && i < length; ++i) {
    valid = (byte(i) & 0xc0U) == 0x80;
    value = (value << 6U) | (byte(i) & 0x3fU);
  }
  static constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  valid = valid && value >= kSmallest[length] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  text.remove_prefix(valid ? length : 1);
  return valid ? value : kReplacement;
}

} // namespace dalian::ui
