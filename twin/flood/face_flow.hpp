#pragma once
// What flows through faces between cells in one step, by the local inertial equations (water_sheet.hpp): many faces
// that lie beside each other at once, without branches, so that a compiler can take several in one instruction.
#include <cstddef>

namespace dalian::flood {

inline constexpr double kGravity = 9.81; // m/s²
inline constexpr double kThin_m = 1e-3;  // thinner water does not flow

/// Of `count` faces: the cells at both sides, and the faces before and behind in the direction of the flow.
struct Strip {
  std::size_t count = 0;
  double const *level_a = nullptr, *level_b = nullptr;               // m, of the water
  double const *depth_a = nullptr, *depth_b = nullptr;               // m
  double const* sill_m = nullptr;                                    // the higher bed; kClosedSill_m: nothing flows
  double const* manning2 = nullptr;                                  // square of the mean of both
  double const *flow = nullptr, *behind = nullptr, *ahead = nullptr; // m²/s, of the step before
};
inline constexpr double kClosedSill_m = 1e30;

struct StepSize {
  double dt_s = 0, spacing_m = 0, theta = 1;
};

/// m²/s from a to b into `out`. Friction is that of the flow to come (Xia and Liang 2018).
void flow_through(Strip const& strip, StepSize step, double* out);

/// Of the flow to come where `pushed` is what gravity and what flowed before make of it: q + g dt n² |q| q / h^(7/3) =
/// r is a quadratic.
double with_friction(double pushed, double depth_m, double manning2, double dt_s);

/// x^(-7/3) for 1e-9 ≤ x ≤ 1e9, to 3e-9 of itself: from a guess by the bits of the number and Newton's method, without
/// a division, and the same on every machine.
double power_minus_7_3(double x);

} // namespace dalian::flood
