#include "twin/association/intersection.hpp"

#include <Eigen/Dense>
#include <gtest/gtest.h>
#include <random>

namespace dalian::association {
namespace {

using Eigen::Matrix4d;
using Eigen::Vector4d;

Matrix4d random_covariance(std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  Matrix4d const a = Matrix4d::NullaryExpr([&] { return normal(random); });
  return a * a.transpose() + 0.05 * Matrix4d::Identity();
}

Matrix4d mixed(double w, Moments const& a, Moments const& b) {
  return (w * a.covariance.inverse() + (1 - w) * b.covariance.inverse()).inverse();
}

TEST(Intersection, ByHand) {
  // Mirror images: ω = ½; per axis 1/(½/1 + ½/4) = 1.6, means weighted by ½/1 and ½/4.
  Moments a, b;
  a.mean = {0, 0, 0, 0};
  b.mean = {10, 10, 0, 0};
  a.covariance = Vector4d(1, 4, 1, 4).asDiagonal();
  b.covariance = Vector4d(4, 1, 4, 1).asDiagonal();
  auto const out = intersect(a, b);
  EXPECT_NEAR(out.weight, 0.5, 1e-12);
  EXPECT_NEAR(out.state.covariance(0, 0), 1.6, 1e-12);
  EXPECT_NEAR(out.state.mean[0], 10 * 1.6 * 0.5 / 4, 1e-9);
  EXPECT_NEAR(out.state.mean[1], 10 * 1.6 * 0.5 / 1, 1e-9);
}

TEST(Intersection, OfTheSameTwiceNothingIsGained) {
  std::mt19937_64 random(2);
  Moments a;
  a.mean = {1, 2, 3, 4};
  a.covariance = random_covariance(random);
  auto const out = intersect(a, a);
  EXPECT_LT((out.state.covariance - a.covariance).norm(), 1e-9);
  EXPECT_LT((out.state.mean - a.mean).norm(), 1e-9);
}

TEST(Intersection, NeverClaimsMoreThanItKnowsWhateverTheCorrelation) {
  // The covariance of the fused error for a cross-covariance X = A^½ C B^½ with |C| ≤ 1 must not exceed what is
  // claimed.
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    Moments a, b;
    a.mean = b.mean = Vector4d::Zero();
    a.covariance = random_covariance(random);
    b.covariance = random_covariance(random);
    Matrix4d c = Matrix4d::NullaryExpr([&] { return normal(random); });
    c /= Eigen::JacobiSVD<Matrix4d>(c).singularValues()[0];
    Matrix4d const root_a = a.covariance.llt().matrixL(), root_b = b.covariance.llt().matrixL();
    Matrix4d const cross = root_a * c * root_b.transpose();
    auto const out = intersect(a, b);
    Matrix4d const ka = out.state.covariance * out.weight * a.covariance.inverse();
    Matrix4d const kb = out.state.covariance * (1 - out.weight) * b.covariance.inverse();
    Matrix4d const real = ka * a.covariance * ka.transpose() + kb * b.covariance * kb.transpose() +
                          ka * cross * kb.transpose() + kb * cross.transpose() * ka.transpose();
    Eigen::SelfAdjointEigenSolver<Matrix4d> const excess(out.state.covariance - real);
    EXPECT_GT(excess.eigenvalues().minCoeff(), -1e-9 * out.state.covariance.norm());
  }
}

TEST(Intersection, NoOtherWeightGivesASmallerVolume) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    Moments a, b;
    a.mean = b.mean = Vector4d::Zero();
    a.covariance = random_covariance(random);
    b.covariance = random_covariance(random);
    double best = 1e300;
    for (int i = 0; i <= 1000; ++i)
      best = std::min(best, mixed(i / 1000.0, a, b).determinant());
    EXPECT_LE(intersect(a, b).state.covariance.determinant(), best * (1 + 1e-9));
  }
}

TEST(Intersection, DistanceIsThatOfMahalanobis) {
  Moments a, b;
  a.mean = {3, 0, 0, 2};
  b.mean = {0, 0, 0, 0};
  a.covariance = b.covariance = Matrix4d::Identity() * 0.5;
  EXPECT_NEAR(distance_squared(a, b), 13, 1e-12);
}

} // namespace
} // namespace dalian::association
