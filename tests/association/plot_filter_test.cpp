#include "twin/association/plot_filter.hpp"

#include "twin/evaluation/consistency.hpp"

#include <Eigen/Dense>
#include <gtest/gtest.h>
#include <random>

namespace dalian::association {
namespace {

using Eigen::Matrix2d;
using Eigen::Matrix4d;
using Eigen::Vector2d;
using Eigen::Vector4d;

PlotMotion const kOneModel{0.3, 0.3, 0.25, 60, 7}; // both modes alike: one Kalman filter
PlotMotion const kTwoModels{0.01, 0.5, 0.2, 60, 7};

Position random_plot(std::mt19937_64& random) {
  std::normal_distribution<double> normal(0, 30);
  std::uniform_real_distribution<double> sigma(2, 20), rho(-0.9, 0.9);
  double const a = sigma(random), b = sigma(random);
  return {{400'000 + normal(random), 4'300'000 + normal(random)}, a * a, rho(random) * a * b, b * b};
}

Vector2d mean_of(Position const& p) {
  return {p.mean.east_m, p.mean.north_m};
}
Matrix2d covariance_of(Position const& p) {
  return (Matrix2d() << p.ee, p.en, p.en, p.nn).finished();
}
Matrix4d transition(double dt) {
  Matrix4d f = Matrix4d::Identity();
  f(0, 2) = f(1, 3) = dt;
  return f;
}
Matrix4d noise(double dt, double q) {
  Matrix4d m = Matrix4d::Zero();
  for (int i = 0; i < 2; ++i) {
    m(i, i) = q * dt * dt * dt / 3;
    m(i, i + 2) = m(i + 2, i) = q * dt * dt / 2;
    m(i + 2, i + 2) = q * dt;
  }
  return m;
}

void expect_equal(Moments const& a, Vector4d const& x, Matrix4d const& p) {
  EXPECT_LT((a.mean - x).norm(), 1e-6);
  EXPECT_LT((a.covariance - p).norm(), 1e-7 * p.norm());
}

TEST(PlotFilter, WithOneModelItIsTheKalmanFilterOfTheBook) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    Position const first = random_plot(random);
    PlotEstimate e = start(first, kOneModel);
    Vector4d x;
    x << mean_of(first), 0, 0;
    Matrix4d p = Matrix4d::Zero();
    p.topLeftCorner<2, 2>() = covariance_of(first);
    p(2, 2) = p(3, 3) = 49;
    Eigen::Matrix<double, 2, 4> const h = Eigen::Matrix<double, 2, 4>::Identity();
    for (int i = 0; i < 20; ++i) {
      double const dt = 0.5 + i % 3;
      Position const z = random_plot(random);
      predict(e, dt, kOneModel);
      x = transition(dt) * x;
      p = transition(dt) * p * transition(dt).transpose() + noise(dt, 0.3);
      Evidence const evidence{z, 0, 1};
      update(e, {&evidence, 1});
      Matrix2d const s = h * p * h.transpose() + covariance_of(z);
      Eigen::Matrix<double, 4, 2> const k = p * h.transpose() * s.inverse();
      x += k * (mean_of(z) - h * x);
      p -= k * s * k.transpose();
      expect_equal(moments(e), x, p);
    }
  }
}

TEST(PlotFilter, ProbabilitiesAsInProbabilisticDataAssociation) {
  // Bar-Shalom & Li 1995, eq. 3.4.2-10 and -12, for two detections of the same covariance.
  std::mt19937_64 random(4);
  PlotEstimate e = start(random_plot(random), kOneModel);
  predict(e, 2, kOneModel);
  Moments const before = moments(e);
  Position a = random_plot(random), b = random_plot(random);
  b.ee = a.ee, b.en = a.en, b.nn = a.nn;
  Evidence const evidence[]{{a, 0, 0.5}, {b, 0, 0.3}};
  update(e, evidence);
  Matrix2d const s = before.covariance.topLeftCorner<2, 2>() + covariance_of(a);
  Eigen::Matrix<double, 4, 2> const w = before.covariance.leftCols<2>() * s.inverse();
  Vector2d const va = mean_of(a) - before.mean.head<2>(), vb = mean_of(b) - before.mean.head<2>();
  Vector2d const v = 0.5 * va + 0.3 * vb;
  Matrix2d const spread = 0.5 * va * va.transpose() + 0.3 * vb * vb.transpose() - v * v.transpose();
  expect_equal(moments(e), before.mean + w * v,
               before.covariance - 0.8 * w * s * w.transpose() + w * spread * w.transpose());
}

TEST(PlotFilter, WhatIsSeenLateCountsAsIfSeenInTime) {
  PlotMotion const straight{0, 0, 0.25, 60, 7}; // without noise this is exact
  std::mt19937_64 random(5);
  PlotEstimate in_time = start(random_plot(random), straight), late = in_time;
  Position const z = random_plot(random);
  Evidence const now{z, 0, 1}, then{z, 1.5, 1};
  predict(in_time, 2, straight);
  update(in_time, {&now, 1});
  predict(in_time, 1.5, straight);
  predict(late, 3.5, straight);
  update(late, {&then, 1});
  expect_equal(moments(late), moments(in_time).mean, moments(in_time).covariance);
}

TEST(PlotFilter, PositionAheadIsThatOfThePrediction) {
  std::mt19937_64 random(6);
  PlotEstimate e = start(random_plot(random), kTwoModels);
  for (int i = 0; i < 5; ++i) {
    predict(e, 3, kTwoModels);
    Evidence const evidence{random_plot(random), 0, 0.9};
    update(e, {&evidence, 1});
    Position const ahead = position_ahead(e, moments(e), 4, kTwoModels);
    PlotEstimate there = e;
    predict(there, 4, kTwoModels);
    Position const expected = position_of(moments(there));
    EXPECT_NEAR(ahead.mean.east_m, expected.mean.east_m, 1e-6);
    EXPECT_NEAR(ahead.ee, expected.ee, 1e-8 * expected.ee);
    EXPECT_NEAR(ahead.en, expected.en, 1e-8 * expected.ee);
    EXPECT_NEAR(ahead.nn, expected.nn, 1e-8 * expected.nn);
  }
}

TEST(PlotFilter, KnowsHowWrongItIsWhenTheWorldIsAsItThinks) {
  // Truth by the two models themselves, the model changing at random times: the mean NEES of 300 runs lies in its 95 %
  // band at most instants, and the manoeuvring mode is likelier while there is a manoeuvre.
  constexpr int kRuns = 300, kSteps = 60;
  std::array<double, kSteps> nees{};
  double while_quiet = 0, while_turning = 0;
  int quiet = 0, turning = 0;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> unit(0, 1);
    double const dt = 3, sigma = 10;
    // Drawn one by one, the last first: arguments of a call have no order of their own.
    auto const draws = [&] {
      Vector4d all;
      for (int k = 3; k >= 0; --k)
        all[k] = normal(random);
      return all;
    };
    double const north_mps = 7 * normal(random), east_mps = 7 * normal(random);
    Vector4d x(400'000, 4'300'000, east_mps, north_mps);
    bool manoeuvre = unit(random) < kTwoModels.manoeuvre_share;
    auto const seen = [&] {
      return Position{{x[0] + sigma * normal(random), x[1] + sigma * normal(random)}, sigma * sigma, 0, sigma * sigma};
    };
    PlotEstimate e = start(seen(), kTwoModels);
    for (int i = 0; i < kSteps; ++i) {
      if (unit(random) > std::exp(-dt / kTwoModels.regime_time_s))
        manoeuvre = unit(random) < kTwoModels.manoeuvre_share;
      Matrix4d const q = noise(dt, manoeuvre ? kTwoModels.manoeuvre_noise_m2ps3 : kTwoModels.quiet_noise_m2ps3);
      x = transition(dt) * x + Matrix4d(q.llt().matrixL()) * draws();
      predict(e, dt, kTwoModels);
      Evidence const evidence{seen(), 0, 1};
      update(e, {&evidence, 1});
      Moments const m = moments(e);
      nees[static_cast<std::size_t>(i)] += (m.mean - x).dot(m.covariance.ldlt().solve(m.mean - x)) / kRuns;
      (manoeuvre ? while_turning : while_quiet) += e.modes[1].probability;
      ++(manoeuvre ? turning : quiet);
    }
  }
  auto const band = evaluation::nees_band(kRuns, 4);
  auto const inside = std::count_if(nees.begin(), nees.end(), [&](double n) { return band.contains(n); });
  RecordProperty("instants_in_band", static_cast<int>(inside));
  EXPECT_GE(inside, kSteps * 8 / 10) << "band " << band.low << " … " << band.high;
  EXPECT_GT(while_turning / turning, 2 * while_quiet / quiet);
}

TEST(PlotFilter, CovarianceStaysPositive) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> dt(0, 30), probability(0, 0.5), exponent(-3, 4);
    PlotEstimate e = start(random_plot(random), kTwoModels);
    for (int i = 0; i < 200; ++i) {
      predict(e, dt(random), kTwoModels);
      Position a = random_plot(random), b = random_plot(random);
      double const scale = std::pow(10, exponent(random)); // 1 cm … 1 km
      a.ee *= scale, a.en *= scale, a.nn *= scale;
      Evidence const evidence[]{{a, 0.3, probability(random)}, {b, 0, probability(random)}};
      update(e, evidence);
      ASSERT_EQ(moments(e).covariance.llt().info(), Eigen::Success);
      ASSERT_NEAR(e.modes[0].probability + e.modes[1].probability, 1, 1e-9);
    }
  }
}

} // namespace
} // namespace dalian::association
