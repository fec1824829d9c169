#pragma once
// Tracks and detections at random places, for comparison with brute force.
#include "twin/association/position.hpp"

#include <cmath>
#include <random>
#include <vector>

namespace dalian::association {

/// A covariance with standard deviations between `low_m` and `high_m` along axes turned at random.
inline Position random_position(std::mt19937_64& random, double extent_m, double low_m, double high_m) {
  std::uniform_real_distribution<double> place(0, extent_m), sigma(std::log(low_m), std::log(high_m)), angle(0, 3.14);
  double const a = std::exp(2 * sigma(random)), b = std::exp(2 * sigma(random)), t = angle(random);
  double const c = std::cos(t), s = std::sin(t);
  return {{400'000 + place(random), 4'300'000 + place(random)},
          a * c * c + b * s * s,
          (a - b) * c * s,
          a * s * s + b * c * c};
}

inline std::vector<Position> random_positions(std::mt19937_64& random, std::size_t n, double extent_m, double low_m,
                                              double high_m) {
  std::vector<Position> positions;
  for (std::size_t i = 0; i < n; ++i)
    positions.push_back(random_position(random, extent_m, low_m, high_m));
  return positions;
}

} // namespace dalian::association
