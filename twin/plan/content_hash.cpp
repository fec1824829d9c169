#include "twin/plan/content_hash.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>

namespace dalian::plan {

static_assert(std::endian::native == std::endian::little, "hashes are of little-endian bytes");

ContentHash hash_of(std::string_view bytes) {
  std::array<unsigned char, crypto_generichash_BYTES_MIN> out{}; // 16
  crypto_generichash(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                     nullptr, 0);
  ContentHash hash;
  std::memcpy(&hash.high, out.data(), 8);
  std::memcpy(&hash.low, out.data() + 8, 8);
  return hash;
}

std::string to_text(ContentHash hash) {
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

std::optional<ContentHash> parse_hash(std::string_view text) {
  auto const is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (text.size() != 32 || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  ContentHash hash;
  std::from_chars(text.data(), text.data() + 16, hash.high, 16);
  std::from_chars(text.data() + 16, text.data() + 32, hash.low, 16);
  return hash;
}

ByteText& ByteText::add(std::uint64_t word) {
  bytes_.append(reinterpret_cast<char const*>(&word), sizeof word);
  return *this;
}

ByteText& ByteText::add(double number) {
  return add(std::bit_cast<std::uint64_t>(number));
}

ByteText& ByteText::add(std::string_view text) {
  add(std::uint64_t{text.size()});
  bytes_.append(text);
  return *this;
}

} // namespace dalian::plan
