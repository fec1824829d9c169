#include "twin/flood/roads.hpp"

#include <algorithm>

namespace dalian::flood {

double safe_speed_kmh(double depth_m) {
  if (depth_m >= kClosed_m) return 0;
  double const w = std::max(0.0, depth_m) * 1000;
  return std::max(0.0, 0.0009 * w * w - 0.5529 * w + 86.9448);
}

} // namespace dalian::flood
