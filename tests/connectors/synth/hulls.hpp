#pragma once
// Hulls as rectangles on the map, and whether two of them touch.
#include "connectors/synth/fleet.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace dalian::synth {

using HullCorners = std::array<MapPoint, 4>;

inline HullCorners hull(Vessel const& v, double t_s) {
  auto const s = state_at(v, t_s);
  double const fe = std::sin(s.heading_rad), fn = std::cos(s.heading_rad);
  HullCorners corners;
  std::size_t k = 0;
  for (auto const& [along, across] : {std::pair{0.5, 0.5}, {0.5, -0.5}, {-0.5, -0.5}, {-0.5, 0.5}})
    corners[k++] = {s.position.east_m + along * v.length_m * fe + across * v.beam_m * fn,
                    s.position.north_m + along * v.length_m * fn - across * v.beam_m * fe};
  return corners;
}

/// Separating-axis test of two rectangles.
inline bool overlap(HullCorners const& a, HullCorners const& b) {
  for (auto const* r : {&a, &b})
    for (std::size_t i = 0; i < 2; ++i) {
      MapPoint const axis{(*r)[i + 1].east_m - (*r)[i].east_m, (*r)[i + 1].north_m - (*r)[i].north_m};
      auto const range = [&](HullCorners const& c) {
        double low = 1e300, high = -1e300;
        for (auto const& p : c) {
          double const d = p.east_m * axis.east_m + p.north_m * axis.north_m;
          low = std::min(low, d);
          high = std::max(high, d);
        }
        return std::pair{low, high};
      };
      auto const [a0, a1] = range(a);
      auto const [b0, b1] = range(b);
      if (a1 < b0 || b1 < a0) return false;
    }
  return true;
}

} // namespace dalian::synth
