#include "twin/flood/tide.hpp"

#include <cmath>
#include <numbers>

namespace dalian::flood {

double level_m(Sea const& sea, double hour) {
  double const turn = 2 * std::numbers::pi;
  double level = sea.mean_m + sea.range_m / 2 * std::cos(turn * (hour - sea.high_at_h) / kTidePeriod_h);
  double const away = hour - sea.surge_at_h;
  if (sea.surge_m != 0 && std::abs(away) < sea.surge_width_h / 2)
    level += sea.surge_m / 2 * (1 + std::cos(turn * away / sea.surge_width_h));
  return level;
}

} // namespace dalian::flood
