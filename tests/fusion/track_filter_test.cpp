#include "twin/fusion/track_filter.hpp"

#include "tests/fusion/observations.hpp"

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <random>

namespace dalian::fusion {
namespace {

constexpr std::uint32_t kSeed = 4711;
using Vector4 = Eigen::Vector4d;
using Matrix4 = Eigen::Matrix4d;

Matrix4 dense(std::array<double, 10> const& p) {
  Matrix4 m;
  m << p[0], p[1], p[2], p[3], p[1], p[4], p[5], p[6], p[2], p[5], p[7], p[8], p[3], p[6], p[8], p[9];
  return m;
}
Vector4 dense(std::array<double, 4> const& x) {
  return {x[0], x[1], x[2], x[3]};
}

Measurement at_point(double t_s, double east, double north, float sigma) {
  Measurement m;
  m.t = at(t_s);
  m.position = {east, north};
  m.sigma_m = sigma;
  return m;
}

/// The textbook: x = F x, P = F P Fᵀ + Q, K = P Hᵀ S⁻¹, P = (I−KH) P (I−KH)ᵀ + K R Kᵀ (Bar-Shalom et al. 2001, ch. 5).
struct Textbook {
  Vector4 x;
  Matrix4 p;
  double nis = 0;

  void predict(double dt, double q) {
    Matrix4 f = Matrix4::Identity();
    f(0, 2) = f(1, 3) = dt;
    Matrix4 noise = Matrix4::Zero();
    for (int axis = 0; axis < 2; ++axis) {
      noise(axis, axis) = q * dt * dt * dt / 3;
      noise(axis, axis + 2) = noise(axis + 2, axis) = q * dt * dt / 2;
      noise(axis + 2, axis + 2) = q * dt;
    }
    x = f * x;
    p = f * p * f.transpose() + noise;
  }
  template <int M>
  void update(Eigen::Matrix<double, M, 4> const& h, Eigen::Matrix<double, M, 1> const& z,
              Eigen::Matrix<double, M, M> const& r) {
    auto const y = (z - h * x).eval();
    auto const s = (h * p * h.transpose() + r).eval();
    auto const k = (p * h.transpose() * s.inverse()).eval();
    nis = (y.transpose() * s.inverse() * y).value();
    Matrix4 const rest = Matrix4::Identity() - k * h;
    x += k * y;
    p = rest * p * rest.transpose() + k * r * k.transpose();
  }
};

TEST(TrackFilter, EqualsTheDenseTextbookFormula) {
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  MotionModel const& model = motion_model(state::Kind::vessel);
  Estimate e;
  ASSERT_EQ(step(e, at_point(0, 1000, 2000, 10), model), Step::used);
  Textbook book{dense(e.x), dense(e.p)};
  double t = 0;
  for (int i = 0; i < 300; ++i) {
    double const dt = std::uniform_real_distribution(0.0, 20.0)(random);
    t += dt;
    auto m = at_point(t, e.x[0] + 8 * normal(random), e.x[1] + 8 * normal(random), 10);
    Duration const real_dt = m.t - e.t; // rounded to nanoseconds
    m.has_velocity = i % 3 != 0;
    m.velocity_east_mps = static_cast<float>(5 + normal(random));
    m.velocity_north_mps = static_cast<float>(-2 + normal(random));
    m.along_sigma_mps = 0.25F;
    m.across_sigma_mps = 0.75F;
    ASSERT_EQ(step(e, m, model), Step::used);

    book.predict(to_seconds(real_dt), model.acceleration_density);
    Eigen::Matrix<double, 2, 4> position = Eigen::Matrix<double, 2, 4>::Zero();
    position(0, 0) = position(1, 1) = 1;
    book.update<2>(position, {m.position.east_m, m.position.north_m}, Eigen::Matrix2d::Identity() * 100);
    ASSERT_NEAR(e.nis, book.nis, 1e-4 * (1 + book.nis)); // float
    if (m.has_velocity) {
      Eigen::Vector2d const v(m.velocity_east_mps, m.velocity_north_mps), u = v.normalized();
      Eigen::Matrix2d turn;
      turn << u.x(), -u.y(), u.y(), u.x();
      Eigen::Matrix2d const r = turn * Eigen::Vector2d(0.0625, 0.5625).asDiagonal() * turn.transpose();
      Eigen::Matrix<double, 2, 4> velocity = Eigen::Matrix<double, 2, 4>::Zero();
      velocity(0, 2) = velocity(1, 3) = 1;
      book.update<2>(velocity, v, r);
    }
    ASSERT_LT((dense(e.x) - book.x).norm(), 1e-6) << "after fix " << i;
    ASSERT_LT((dense(e.p) - book.p).norm() / book.p.norm(), 1e-9);
  }
}

/// Average normalized estimation error squared of `runs` simulated targets, for each of `steps` updates.
std::vector<double> average_nees(state::Kind kind, int runs, int steps, double dt, bool with_velocity) {
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  MotionModel const& model = motion_model(kind);
  double const q = model.acceleration_density, sigma = 10, speed_sigma = 0.5;
  std::vector<double> nees(static_cast<std::size_t>(steps));
  for (int run = 0; run < runs; ++run) {
    Vector4 truth(0, 0, model.start_speed_sigma * normal(random), model.start_speed_sigma * normal(random));
    Estimate e;
    for (int k = 0; k < steps; ++k) {
      for (int axis = 0; axis < 2 && k > 0; ++axis) { // exact sample of the white-acceleration process
        double const a = normal(random), b = normal(random);
        double const dv = std::sqrt(q * dt) * a;
        truth[axis] += dt * truth[axis + 2] + dt / 2 * dv + std::sqrt(q * dt * dt * dt / 12) * b;
        truth[axis + 2] += dv;
      }
      auto m = at_point(k * dt, truth[0] + sigma * normal(random), truth[1] + sigma * normal(random), 10);
      m.has_velocity = with_velocity;
      m.velocity_east_mps = static_cast<float>(truth[2] + speed_sigma * normal(random));
      m.velocity_north_mps = static_cast<float>(truth[3] + speed_sigma * normal(random));
      m.along_sigma_mps = m.across_sigma_mps = static_cast<float>(speed_sigma);
      if (step(e, m, model) != Step::used) ADD_FAILURE() << "a simulated fix was not used";
      Vector4 const error = dense(e.x) - truth;
      nees[static_cast<std::size_t>(k)] += error.dot(dense(e.p).inverse() * error) / runs;
    }
  }
  return nees;
}

// Bar-Shalom, Li, Kirubarajan 2001, 5.4: the sum over N runs is chi-square with 4 N degrees of freedom. For 4·250 =
// 1000 its 2.5 % and 97.5 % points are 914.26 and 1089.53 (Wilson-Hilferty). At each instant 95 % of experiments lie
// between.
TEST(TrackFilter, ErrorsAgreeWithTheCovarianceItStates) {
  struct Case {
    state::Kind kind;
    double dt;
    bool with_velocity;
  };
  for (Case const c : {Case{state::Kind::vessel, 10, false}, Case{state::Kind::vessel, 10, true},
                       Case{state::Kind::road_vehicle, 0.1, true}, Case{state::Kind::road_vehicle, 1, false}}) {
    auto const nees = average_nees(c.kind, 250, 60, c.dt, c.with_velocity);
    double mean = 0;
    int inside = 0;
    for (double n : nees) {
      mean += n / static_cast<double>(nees.size());
      inside += n > 914.26 / 250 && n < 1089.53 / 250 ? 1 : 0;
    }
    EXPECT_NEAR(mean, 4, 0.25) << "dt " << c.dt << ", seed " << kSeed;
    EXPECT_GE(inside, 51) << "of 60 instants (57 expected, instants are correlated), dt " << c.dt;
  }
}

TEST(TrackFilter, CovarianceStaysPositiveDefinite) {
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> uniform(0, 1);
  auto const log_uniform = [&](double low, double high) { return low * std::pow(high / low, uniform(random)); };
  for (auto const kind : {state::Kind::vessel, state::Kind::road_vehicle, state::Kind::aid_to_navigation,
                          state::Kind::base_station, state::Kind::aircraft}) {
    Estimate e;
    MotionModel const& model = motion_model(kind);
    Instant t = kStart;
    for (int i = 0; i < 200'000; ++i) {
      t += from_seconds(uniform(random) < 0.1 ? 0 : log_uniform(1e-6, 3000));
      auto m = at_point(0, 10 * uniform(random), 10 * uniform(random), static_cast<float>(log_uniform(1e-6, 1e6)));
      m.t = t;
      m.has_velocity = uniform(random) < 0.5;
      m.velocity_east_mps = static_cast<float>(uniform(random) - 0.5);
      m.along_sigma_mps = static_cast<float>(log_uniform(0.01, 10));
      m.across_sigma_mps = static_cast<float>(log_uniform(0.01, 10));
      step(e, m, model);
      ASSERT_TRUE(positive_definite(e.p)) << "update " << i << ", seed " << kSeed;
    }
  }
}

TEST(TrackFilter, PositiveDefiniteSaysNoWhenItIsNot) {
  EXPECT_TRUE(positive_definite({1, 0, 0, 0, 1, 0, 0, 1, 0, 1}));
  EXPECT_FALSE(positive_definite({1, 2, 0, 0, 1, 0, 0, 1, 0, 1}));
  EXPECT_FALSE(positive_definite({1, 0, 0, 0, 1, 0, 0, 1, 0, 0}));
  EXPECT_FALSE(positive_definite({std::nan(""), 0, 0, 0, 1, 0, 0, 1, 0, 1}));
}

TEST(TrackFilter, OneWildFixIsHeldASecondThatAgreesMovesTheTrack) {
  MotionModel const& model = motion_model(state::Kind::vessel);
  Estimate e;
  step(e, at_point(0, 0, 0, 10), model);
  EXPECT_EQ(step(e, at_point(10, 50'000, 0, 10), model), Step::jump_held);
  EXPECT_EQ(e.t, at(0));
  EXPECT_EQ(step(e, at_point(20, 0, 50'000, 10), model), Step::jump_held); // wild again, but elsewhere
  EXPECT_EQ(step(e, at_point(30, 20, 50'060, 10), model), Step::reset);
  EXPECT_EQ(e.t, at(30));
  EXPECT_EQ(e.x[1], 50'060);
}

TEST(TrackFilter, TwoShipsWithOneNumberDoNotDragTheTrackBackAndForth) {
  MotionModel const& model = motion_model(state::Kind::vessel);
  Estimate e;
  step(e, at_point(0, 0, 0, 10), model);
  for (int i = 1; i < 20; ++i) {
    EXPECT_EQ(step(e, at_point(10 * i, 80'000, 0, 10), model), Step::jump_held);
    EXPECT_EQ(step(e, at_point(10 * i + 5, 0, 0, 10), model), Step::used);
  }
  EXPECT_LT(std::abs(e.x[0]), 50);
}

TEST(TrackFilter, AWorseFixWaitsUntilTheBetterOneIsOld) { // ITU-R M.1371 type 27: 1/10 minute
  MotionModel const& model = motion_model(state::Kind::vessel);
  Estimate e;
  step(e, at_point(0, 0, 0, 10), model);
  auto worse = at_point(60, 150, 0, 185);
  worse.rank = 2;
  EXPECT_EQ(step(e, worse, model), Step::outranked);
  EXPECT_EQ(e.t, at(0));
  worse.t = at(361);
  EXPECT_EQ(step(e, worse, model), Step::used);
  EXPECT_EQ(step(e, at_point(362, 160, 0, 10), model), Step::used); // a better one is taken at once
  EXPECT_EQ(e.rank, 0);
}

TEST(TrackFilter, AfterALongSilenceItStartsAgain) {
  MotionModel const& model = motion_model(state::Kind::vessel);
  Estimate e;
  step(e, at_point(0, 0, 0, 10), model);
  step(e, at_point(10, 100, 0, 10), model);
  auto m = at_point(0, 400'000, 0, 20);
  m.t = from_unix_ns(std::numeric_limits<std::int64_t>::max()); // the year 2262
  EXPECT_EQ(step(e, m, model), Step::used);
  EXPECT_EQ(e.x[2], 0);
  EXPECT_EQ(e.p[0], 400);
  EXPECT_TRUE(std::isnan(e.nis));
}

} // namespace
} // namespace dalian::fusion
