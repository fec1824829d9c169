#pragma once
// A hash of text that is the same in every run and on every machine.
#include <cstdint>
#include <string_view>

namespace dalian {

/// FNV-1a, 64 bits (Fowler, Noll and Vo). Not for keys that an enemy chooses.
constexpr std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (char const c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

} // namespace dalian
