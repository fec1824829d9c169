#include "twin/evaluation/consistency.hpp"

#include <cassert>
#include <cmath>

namespace dalian::evaluation {

double nees(std::array<double, 2> const& x, std::array<double, 3> const& p) {
  double const determinant = p[0] * p[2] - p[1] * p[1];
  assert(p[0] > 0 && determinant > 0);
  return (x[0] * x[0] * p[2] - 2 * x[0] * x[1] * p[1] + x[1] * x[1] * p[0]) / determinant;
}

/// Cholesky P = L Lᵀ and forward substitution L y = x: the answer is yᵀ y.
double nees(std::array<double, 4> const& x, std::array<double, 10> const& p) {
  constexpr std::array<std::array<std::size_t, 4>, 4> kAt{{{0, 1, 2, 3}, {1, 4, 5, 6}, {2, 5, 7, 8}, {3, 6, 8, 9}}};
  std::array<std::array<double, 4>, 4> l{};
  std::array<double, 4> y{};
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    double value = x[i];
    for (std::size_t j = 0; j <= i; ++j) {
      double s = p[kAt[i][j]];
      for (std::size_t k = 0; k < j; ++k)
        s -= l[i][k] * l[j][k];
      assert(i != j || s > 0);
      l[i][j] = i == j ? std::sqrt(s) : s / l[j][j];
      if (j < i) value -= l[i][j] * y[j];
    }
    y[i] = value / l[i][i];
    sum += y[i] * y[i];
  }
  return sum;
}

double chi_square_at(double z, double n) {
  double const a = 2 / (9 * n), root = 1 - a + z * std::sqrt(a);
  return n * root * root * root;
}

Band nees_band(std::size_t samples, std::size_t dimension) {
  assert(samples > 0 && dimension > 0);
  constexpr double kZ = 1.959963984540054; // standard normal at 97.5 %
  auto const n = static_cast<double>(samples), freedom = n * static_cast<double>(dimension);
  return {chi_square_at(-kZ, freedom) / n, chi_square_at(kZ, freedom) / n};
}

} // namespace dalian::evaluation
