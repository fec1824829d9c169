#include "twin/flood/face_flow.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace dalian::flood {
namespace {

inline double higher(double a, double b) {
  return a > b ? a : b;
}

inline double minus_7_3(double x) {
  // a third of the exponent and of what is linear in the bits; right to 4 %
  auto const bits = std::bit_cast<std::int32_t>(static_cast<float>(x));
  double y = static_cast<double>(std::bit_cast<float>(0x54a21d2a - bits / 3));
  double const third = x * (1.0 / 3);
  y = y * (4.0 / 3 - third * (y * y * y));
  y = y * (4.0 / 3 - third * (y * y * y));
  y = y * (4.0 / 3 - third * (y * y * y));
  double const y2 = y * y;
  return y2 * y2 * y2 * y;
}

inline double rubbed(double pushed, double depth, double manning2, double dt) {
  double const friction = kGravity * dt * manning2 * minus_7_3(depth);
  return 2 * pushed / (1 + std::sqrt(1 + 4 * friction * std::abs(pushed)));
}

} // namespace

double power_minus_7_3(double x) {
  return minus_7_3(x);
}

double with_friction(double pushed, double depth_m, double manning2, double dt_s) {
  return rubbed(pushed, depth_m, manning2, dt_s);
}

void flow_through(Strip const& s, StepSize step, double* __restrict out) {
  double const fall = kGravity * step.dt_s / step.spacing_m, side = (1 - step.theta) / 2;
  for (std::size_t i = 0; i < s.count; ++i) {
    double const deep = higher(s.level_a[i], s.level_b[i]) - s.sill_m[i];
    double const most = higher(s.depth_a[i], s.depth_b[i]);
    double const depth = higher(deep, kThin_m);
    double const smooth = step.theta * s.flow[i] + side * (s.behind[i] + s.ahead[i]);
    double const pushed = smooth - fall * depth * (s.level_b[i] - s.level_a[i]);
    double const q = rubbed(pushed, depth, s.manning2[i], step.dt_s);
    double const wet = deep < most ? deep : most;
    out[i] = wet > kThin_m ? q : 0.0;
  }
}

} // namespace dalian::flood
