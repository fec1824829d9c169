#pragma once
// Repeatable noise over the map: the same value at the same place on every machine and in every grid. No state.
#include "twin/base/geo.hpp"

#include <cstdint>

namespace dalian::bake {

/// A well-mixed hash (splitmix64's finaliser); `to_unit` maps it to [0, 1).
std::uint64_t mix(std::uint64_t value);
inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  return mix(a ^ mix(b + 0x9e3779b97f4a7c15ULL));
}
inline double to_unit(std::uint64_t hash) {
  return static_cast<double>(hash >> 11) * 0x1p-53;
}

/// Draws for one thing, keyed by who it is: adding another thing never shifts them.
class KeyedRandom {
 public:
  explicit KeyedRandom(std::uint64_t key) : key_(key) {}
  double uniform() { return to_unit(mix(key_, next_++)); }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  double normal(); // mean 0, deviation 1
  /// exp of a normal with that median and deviation of the logarithm.
  double log_normal(double median, double sigma);
  std::size_t index(std::size_t size) { return static_cast<std::size_t>(uniform() * static_cast<double>(size)); }

 private:
  std::uint64_t key_, next_ = 0;
};

/// Gradient noise about −0.7…0.7 with its slope per unit of x and y.
struct NoiseSample {
  double value, dx, dy;
};
NoiseSample gradient_noise(double x, double y, std::uint32_t seed);

struct Octaves {
  double wavelength_m;
  int count; // at most 8
  std::uint32_t seed;
};
/// Sum of octaves with halved amplitude and wavelength, about −1…1.
double fractal(MapPoint p, Octaves octaves);

/// Hills with worn ridges and open valleys, about 0…1: octaves lose weight where the sum so far is steep (after
/// Quilez, "value noise derivatives", 2008), on a warped plane.
double worn_hills(MapPoint p, Octaves octaves);

/// Irregular cells about `size_m` across: the hash of the cell at `p` and how far `p` is from its border, in metres.
struct Cell {
  std::uint64_t hash;
  double border_m;
};
Cell cell_at(MapPoint p, double size_m, std::uint32_t seed);

} // namespace dalian::bake
