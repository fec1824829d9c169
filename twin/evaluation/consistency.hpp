#pragma once
// Does a filter know how wrong it is? Normalized estimation error squared and the band it must lie in (Bar-Shalom, Li,
// Kirubarajan 2001, "Estimation with Applications to Tracking and Navigation", §5.4.2). Pure.
#include <array>
#include <cstddef>

namespace dalian::evaluation {

/// eᵀ P⁻¹ e of a position error; P as ee, en, nn in m², positive definite.
double nees(std::array<double, 2> const& error_m, std::array<double, 3> const& covariance);

/// … of position and velocity (east, north, v_east, v_north); P as its upper triangle by rows.
double nees(std::array<double, 4> const& error, std::array<double, 10> const& covariance);

/// Where the mean of `samples` independent NEES of `dimension` lies with a probability of 95 % when the filter is
/// consistent.
struct Band {
  double low = 0, high = 0;
  bool contains(double mean) const { return mean >= low && mean <= high; }
};
Band nees_band(std::size_t samples, std::size_t dimension);

/// Quantile of chi-square at a standard normal quantile `z` (Wilson & Hilferty 1931): better than 0.4 % for the 2.5 %
/// and 97.5 % points from 10 degrees of freedom on.
double chi_square_at(double z, double degrees_of_freedom);

} // namespace dalian::evaluation
