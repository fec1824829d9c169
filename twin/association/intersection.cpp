#include "twin/association/intersection.hpp"

#include <Eigen/Dense>

namespace dalian::association {

namespace {

/// With the eigenvalues λ of A B⁻¹, ln |P⁻¹| is Σ ln(ω + (1 − ω) λ) but for a constant: concave, so its slope has at
/// most one zero.
double best_weight(Eigen::Vector4d const& eigenvalues) {
  auto const slope = [&](double w) {
    double sum = 0;
    for (double const l : eigenvalues)
      sum += (1 - l) / (w + (1 - w) * l);
    return sum;
  };
  double low = 0, high = 1;
  if (slope(low) <= 0) return low;
  if (slope(high) >= 0) return high;
  for (int i = 0; i < 40; ++i) {
    double const middle = (low + high) / 2;
    (slope(middle) > 0 ? low : high) = middle;
  }
  return (low + high) / 2;
}

} // namespace

Intersection intersect(Moments const& a, Moments const& b) {
  Eigen::GeneralizedSelfAdjointEigenSolver<Eigen::Matrix4d> const solver(a.covariance, b.covariance,
                                                                         Eigen::EigenvaluesOnly);
  Eigen::Matrix4d const ia = a.covariance.inverse(), ib = b.covariance.inverse();
  double const w = best_weight(solver.eigenvalues());
  Intersection out;
  out.weight = w;
  Eigen::Matrix4d const p = (w * ia + (1 - w) * ib).inverse();
  out.state.covariance = (p + p.transpose()) / 2;
  out.state.mean = a.mean + p * ((1 - w) * ib * (b.mean - a.mean));
  return out;
}

double distance_squared(Moments const& a, Moments const& b) {
  Eigen::Vector4d const d = a.mean - b.mean;
  return d.dot((a.covariance + b.covariance).ldlt().solve(d));
}

} // namespace dalian::association
