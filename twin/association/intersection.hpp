#pragma once
// Two estimates of the same thing that may share information, so that their errors are correlated by an unknown amount:
// covariance intersection never claims to know more than it does. Pure.
#include "twin/association/plot_filter.hpp"

namespace dalian::association {

struct Intersection {
  Moments state;
  double weight = 0.5; // of the first
};

/// P⁻¹ = ω A⁻¹ + (1 − ω) B⁻¹ with the ω that makes |P| smallest (Julier & Uhlmann 1997, "A non-divergent estimation
/// algorithm in the presence of unknown correlations"). The determinant, because position and velocity have no unit in
/// common that a trace could add. Both positive definite.
Intersection intersect(Moments const& a, Moments const& b);

/// (a − b)ᵀ (A + B)⁻¹ (a − b): chi-square with 4 degrees of freedom when both are of one thing and their errors are
/// independent; smaller on average when these are positively correlated.
double distance_squared(Moments const& a, Moments const& b);

} // namespace dalian::association
