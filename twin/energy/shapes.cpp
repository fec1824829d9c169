#include "twin/energy/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace dalian::energy {

Shape sun_shape(double latitude_deg, double day_of_year) {
  constexpr double kDeg = std::numbers::pi / 180;
  double const declination = 23.45 * kDeg * std::sin(360 * kDeg * (284 + day_of_year) / 365);
  double const latitude = latitude_deg * kDeg;
  Shape out{};
  for (std::size_t h = 0; h < out.size(); ++h) {
    double const hour_angle = 15 * kDeg * (static_cast<double>(h) + 0.5 - 12);
    out[h] = std::max(0.0, std::sin(latitude) * std::sin(declination) +
                               std::cos(latitude) * std::cos(declination) * std::cos(hour_angle));
  }
  return with_mean_1(out);
}

Shape with_mean_1(Shape shape) {
  double const mean = std::accumulate(shape.begin(), shape.end(), 0.0) / static_cast<double>(shape.size());
  for (double& value : shape)
    value = mean > 0 ? value / mean : 1;
  return shape;
}

} // namespace dalian::energy
