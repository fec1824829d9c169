#pragma once
// 128 bits that stand for some content: BLAKE2b of its bytes. Hashes add up, so that a set has one whatever its order,
// kept up to date by adding what came and subtracting what went. Against accidents, not against an adversary.
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::plan {

struct ContentHash {
  std::uint64_t high = 0, low = 0;
  auto operator<=>(ContentHash const&) const = default;

  ContentHash& operator+=(ContentHash other) {
    low += other.low;
    high += other.high + (low < other.low ? 1 : 0);
    return *this;
  }
  ContentHash& operator-=(ContentHash other) {
    std::uint64_t const borrow = low < other.low ? 1 : 0;
    low -= other.low;
    high -= other.high + borrow;
    return *this;
  }
};

ContentHash hash_of(std::string_view bytes);

/// 32 hexadecimal digits, and back; nothing when `text` is not that.
std::string to_text(ContentHash hash);
std::optional<ContentHash> parse_hash(std::string_view text);

/// Bytes to be hashed: numbers as they lie in memory (little endian), texts with their length.
class ByteText {
 public:
  ByteText& add(std::uint64_t word);
  ByteText& add(double number);
  ByteText& add(std::string_view text);
  ByteText& add(ContentHash hash) { return add(hash.high).add(hash.low); }
  ContentHash hash() const { return hash_of(bytes_); }

 private:
  std::string bytes_;
};

} // namespace dalian::plan

template <>
struct std::hash<dalian::plan::ContentHash> {
  std::size_t operator()(dalian::plan::ContentHash h) const noexcept { return static_cast<std::size_t>(h.low); }
};
