#include "twin/hazard/ring.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

constexpr double kPi = std::numbers::pi, kFirst = 1e-3; // of the reach: nearer, plumes have no width to speak of
constexpr int kCorners = 72;                            // of a circle

} // namespace

double Ring::along_at(std::size_t step) const {
  double const part = .5 - .5 * std::cos(kPi * static_cast<double>(step) / kSteps); // dense at both ends
  return reach_m * std::max(part, kFirst);
}

bool Ring::contains(Along p) const {
  if (radius_m > 0) return std::hypot(p.along_m - middle_m, p.across_m) <= radius_m;
  if (!(p.along_m > 0 && p.along_m <= reach_m)) return false;
  double const step = std::acos(1 - 2 * p.along_m / reach_m) / kPi * kSteps;
  auto const i = std::min(static_cast<std::size_t>(step), kSteps - 1);
  double const part = step - static_cast<double>(i);
  return std::abs(p.across_m) <= half_width_m[i] + part * (half_width_m[i + 1] - half_width_m[i]);
}

double Ring::farthest_m() const {
  if (radius_m > 0) return std::abs(middle_m) + radius_m;
  double far = 0;
  for (std::size_t i = 0; i <= kSteps; ++i)
    far = std::max(far, std::hypot(along_at(i), half_width_m[i]));
  return far;
}

double Ring::widest_m() const {
  return radius_m > 0 ? radius_m : *std::max_element(half_width_m.begin(), half_width_m.end());
}

std::vector<Along> Ring::line() const {
  std::vector<Along> out;
  if (radius_m > 0) {
    for (int i = 0; i < kCorners; ++i)
      out.push_back(
          {middle_m + radius_m * std::cos(2 * kPi * i / kCorners), radius_m * std::sin(2 * kPi * i / kCorners)});
    return out;
  }
  for (std::size_t i = 0; i <= kSteps; ++i)
    out.push_back({along_at(i), -half_width_m[i]});
  for (std::size_t i = kSteps + 1; i-- > 0;)
    out.push_back({along_at(i), half_width_m[i]});
  return out;
}

void make_circle(Ring& ring, double radius_m, double middle_m) {
  ring.radius_m = radius_m;
  ring.middle_m = middle_m;
}

void make_slender(Ring& ring, double reach_m, std::function<double(double)> const& half_width) {
  ring.reach_m = reach_m;
  for (std::size_t i = 0; i <= Ring::kSteps; ++i)
    ring.half_width_m[i] = std::max(0.0, half_width(ring.along_at(i)));
}

} // namespace dalian::hazard
