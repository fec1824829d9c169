#pragma once
// One number over a sequence of values, by their bits: the same on every machine. Not cryptographic.
#include "twin/base/time.hpp"

#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

namespace dalian::fusion {

/// FNV-1a over 64-bit words, with the finalizer of MurmurHash3 on each so that high bits count as much as low ones.
class Hasher {
 public:
  void add(std::uint64_t word) {
    word ^= word >> 33;
    word *= 0xff51afd7ed558ccdULL;
    word ^= word >> 33;
    value_ = (value_ ^ word) * 0x100000001b3ULL;
    value_ ^= value_ >> 29;
  }
  template <std::integral T>
  void add(T value) {
    add(static_cast<std::uint64_t>(value));
  }
  template <class E>
  requires std::is_enum_v<E>
  void add(E value) { add(static_cast<std::uint64_t>(value)); }
  void add(float value) { add(std::uint64_t{std::bit_cast<std::uint32_t>(value)}); }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  void add(Instant t) { add(static_cast<std::uint64_t>(to_unix_ns(t))); }
  void add(std::string const& text) {
    add(text.size());
    for (unsigned char c : text)
      add(std::uint64_t{c});
  }
  template <class T>
  void add(std::optional<T> const& value) {
    add(std::uint64_t{value.has_value()});
    if (value) add(*value);
  }
  template <class... Ts>
  void all(Ts const&... values) {
    (add(values), ...);
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

} // namespace dalian::fusion
