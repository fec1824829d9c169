#pragma once
// Random draws that are named, not taken in turn: the same (seed, entity, quantity) gives the same draw for ever, so
// adding or removing one vessel never shifts another. Pure functions, any thread.
#include "twin/base/text_hash.hpp"

#include <cstdint>
#include <string_view>

namespace dalian::synth {

/// One step of SplitMix64 (Steele, Lea and Flood 2014): a bijective mix of 64 bits.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ull;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

constexpr std::uint64_t hash_name(std::string_view name) {
  return mix64(fnv1a(name));
}

/// The draws of one entity.
class Draws {
 public:
  Draws(std::uint64_t seed, std::string_view entity) : key_(mix64(seed ^ hash_name(entity))) {}

  std::uint64_t bits(std::string_view quantity, std::uint64_t index = 0) const {
    return mix64(key_ ^ mix64(hash_name(quantity) + index));
  }
  /// In [low, high).
  double uniform(std::string_view quantity, double low = 0, double high = 1, std::uint64_t index = 0) const {
    return low + (high - low) * static_cast<double>(bits(quantity, index) >> 11) * 0x1p-53;
  }
  /// In [0, n); n > 0.
  std::uint64_t below(std::string_view quantity, std::uint64_t n, std::uint64_t index = 0) const {
    return bits(quantity, index) % n;
  }

 private:
  std::uint64_t key_;
};

} // namespace dalian::synth
