#pragma once
// Random numbers by what they are for: the same key gives the same draw, whatever was drawn before.
#include <cmath>
#include <cstdint>

namespace dalian::port {

/// splitmix64's finaliser (Steele, Lea and Flood 2014) over key and number.
inline std::uint64_t mixed(std::uint64_t key, std::uint64_t number) {
  std::uint64_t x = key + (number + 1) * 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}
/// 0 < draw < 1.
inline double uniform(std::uint64_t key, std::uint64_t number) {
  return (static_cast<double>(mixed(key, number) >> 12) + 0.5) * 0x1p-52;
}
/// Of mean 1.
inline double exponential(std::uint64_t key, std::uint64_t number) {
  return -std::log(uniform(key, number));
}

} // namespace dalian::port
