#include "twin/water/tank.hpp"

#include <cstddef>

namespace dalian::water {

double volume_at(Tank const& tank, double level_m) {
  auto const& curve = tank.volume;
  if (curve.empty()) return tank.least_m3 + tank.area_m2 * (level_m - tank.least_m);
  std::size_t i = 1;
  while (i + 1 < curve.size() && level_m > curve[i].first)
    ++i;
  double const area = (curve[i].second - curve[i - 1].second) / (curve[i].first - curve[i - 1].first);
  return curve[i - 1].second + area * (level_m - curve[i - 1].first);
}

double level_at(Tank const& tank, double volume_m3) {
  auto const& curve = tank.volume;
  if (curve.empty()) return tank.least_m + (volume_m3 - tank.least_m3) / tank.area_m2;
  std::size_t i = 1;
  while (i + 1 < curve.size() && volume_m3 > curve[i].second)
    ++i;
  double const area = (curve[i].second - curve[i - 1].second) / (curve[i].first - curve[i - 1].first);
  return curve[i - 1].first + (volume_m3 - curve[i - 1].second) / area;
}

} // namespace dalian::water
