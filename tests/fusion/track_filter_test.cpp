#include "twin/fusion/track_filter.hpp"

#include "tests/fusion/observations.hpp"
#include "tests/fusion/plain_kalman.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace dalian::fusion {
namespace {

constexpr std::uint32_t kSeed = 4711;
FilterParameters parameters(state::Kind kind = state::Kind::vessel) {
  return {default_parameters().of(kind), default_parameters().fixes};
}

PlainKalman::Matrix4 dense(std::array<float, 10> const& p) {
  PlainKalman::Matrix4 m;
  m << p[0], p[1], p[2], p[3], p[1], p[4], p[5], p[6], p[2], p[5], p[7], p[8], p[3], p[6], p[8], p[9];
  return m;
}
PlainKalman::Vector4 state_of(Motion const& m) {
  return {m.position.east_m, m.position.north_m, m.velocity_east_mps, m.velocity_north_mps};
}

Measurement measured(double t_s, double east, double north, float sigma) {
  Measurement m;
  m.t = at(t_s);
  m.position = {east, north};
  m.sigma_m = sigma;
  return m;
}
Fix at_point(double t_s, double east, double north, float sigma) {
  return Fix(measured(t_s, east, north, sigma));
}

/// With the straight mode alone it is the plain Kalman filter.
TEST(TrackFilter, WithOneModeEqualsTheDenseTextbookFormula) {
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  MotionClass straight = default_parameters().of(state::Kind::vessel);
  straight.straight_share = 1;
  straight.turning_share = straight.standing_share = 0;
  FilterParameters const one_mode{straight, default_parameters().fixes};
  Estimate e;
  ASSERT_EQ(step(e, at_point(0, 1000, 2000, 10), one_mode), Step::used);
  PlainKalman book{state_of(motion_of(e)), dense(motion_of(e).covariance)};
  double t = 0;
  for (int i = 0; i < 300; ++i) {
    t += std::uniform_real_distribution(0.0, 20.0)(random);
    auto m = measured(t, book.x[0] + 8 * normal(random), book.x[1] + 8 * normal(random), 10);
    m.has_velocity = i % 3 != 0;
    m.velocity_east_mps = static_cast<float>(5 + normal(random));
    m.velocity_north_mps = static_cast<float>(-2 + normal(random));
    m.velocity_sigma_mps = 0.5F;
    Fix const fix(m); // rounded to what a track keeps
    double const dt = to_seconds(m.t - e.t());
    ASSERT_EQ(step(e, fix, one_mode), Step::used);

    book.predict(dt, straight.straight_noise_m2ps3);
    MapPoint const z = fix.position.value();
    book.update(0, {z.east_m, z.north_m}, Eigen::Matrix2d::Identity() * 100);
    double const nis = book.nis;
    if (m.has_velocity)
      book.update(2, {fix.velocity_east.value(), fix.velocity_north.value()}, Eigen::Matrix2d::Identity() * 0.25);
    ASSERT_NEAR(e.nis, nis, 1e-3 * (1 + nis)); // float
    Motion const ours = motion_of(e);
    ASSERT_LT((state_of(ours) - book.x).norm(), 1e-3) << "after fix " << i << ", seed " << kSeed;
    ASSERT_LT((dense(ours.covariance) - book.p).norm() / book.p.norm(), 1e-4);
  }
}

TEST(TrackFilter, CovarianceStaysPositiveDefinite) {
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> uniform(0, 1);
  auto const log_uniform = [&](double low, double high) { return low * std::pow(high / low, uniform(random)); };
  for (auto const kind : {state::Kind::vessel, state::Kind::road_vehicle, state::Kind::aid_to_navigation,
                          state::Kind::base_station, state::Kind::aircraft}) {
    Estimate e;
    Instant t = kStart;
    for (int i = 0; i < 200'000; ++i) {
      t += from_seconds(uniform(random) < 0.1 ? 0 : log_uniform(1e-6, 3000));
      auto m = measured(0, 10 * uniform(random), 10 * uniform(random), static_cast<float>(log_uniform(1e-6, 1e6)));
      m.t = t;
      m.has_velocity = uniform(random) < 0.5;
      m.velocity_east_mps = static_cast<float>(uniform(random) - 0.5);
      m.velocity_sigma_mps = static_cast<float>(log_uniform(0.01, 10));
      step(e, Fix(m), parameters(kind));
      ASSERT_TRUE(positive_definite(motion_of(e).covariance)) << "update " << i << ", seed " << kSeed;
    }
  }
}

TEST(TrackFilter, PositiveDefiniteSaysNoWhenItIsNot) {
  EXPECT_TRUE(positive_definite({1, 0, 0, 0, 1, 0, 0, 1, 0, 1}));
  EXPECT_FALSE(positive_definite({1, 2, 0, 0, 1, 0, 0, 1, 0, 1}));
  EXPECT_FALSE(positive_definite({1, 0, 0, 0, 1, 0, 0, 1, 0, 0}));
  EXPECT_FALSE(positive_definite({std::nanf(""), 0, 0, 0, 1, 0, 0, 1, 0, 1}));
}

TEST(TrackFilter, OneWildFixIsHeldASecondThatAgreesMovesTheTrack) {
  Estimate e;
  step(e, at_point(0, 0, 0, 10), parameters());
  EXPECT_EQ(step(e, at_point(10, 50'000, 0, 10), parameters()), Step::jump_held);
  EXPECT_EQ(e.t(), at(0));
  EXPECT_EQ(step(e, at_point(20, 0, 50'000, 10), parameters()), Step::jump_held); // wild again, but elsewhere
  EXPECT_EQ(step(e, at_point(30, 20, 50'060, 10), parameters()), Step::reset);
  EXPECT_EQ(e.t(), at(30));
  EXPECT_EQ(motion_of(e).position.north_m, 50'060);
}

TEST(TrackFilter, TwoShipsWithOneNumberDoNotDragTheTrackBackAndForth) {
  Estimate e;
  step(e, at_point(0, 0, 0, 10), parameters());
  for (int i = 1; i < 20; ++i) {
    EXPECT_EQ(step(e, at_point(10 * i, 80'000, 0, 10), parameters()), Step::jump_held);
    EXPECT_EQ(step(e, at_point(10 * i + 5, 0, 0, 10), parameters()), Step::used);
  }
  EXPECT_LT(std::abs(motion_of(e).position.east_m), 50);
}

TEST(TrackFilter, AWorseFixWaitsUntilTheBetterOneIsOld) { // ITU-R M.1371 type 27: 1/10 minute
  Estimate e;
  step(e, at_point(0, 0, 0, 10), parameters());
  auto worse = at_point(60, 150, 0, 185);
  worse.rank = 2;
  EXPECT_EQ(step(e, worse, parameters()), Step::outranked);
  EXPECT_EQ(e.t(), at(0));
  worse.t = PackedTime(at(361));
  EXPECT_EQ(step(e, worse, parameters()), Step::used);
  EXPECT_EQ(step(e, at_point(362, 160, 0, 10), parameters()), Step::used); // a better one is taken at once
  EXPECT_EQ(e.last.rank, 0);
}

TEST(TrackFilter, AfterALongSilenceItStartsAgain) {
  Estimate e;
  step(e, at_point(0, 0, 0, 10), parameters());
  step(e, at_point(10, 100, 0, 10), parameters());
  auto m = measured(0, 400'000, 0, 20);
  m.t = from_unix_ns(std::numeric_limits<std::int64_t>::max()); // the year 2262
  EXPECT_EQ(step(e, Fix(m), parameters()), Step::used);
  EXPECT_EQ(motion_of(e).velocity_east_mps, 0);
  EXPECT_EQ(motion_of(e).covariance[0], 400);
  EXPECT_TRUE(std::isnan(e.nis));
}

/// most_speed · time and jump_sigmas of both ends: of the fix, and of the track as the mixture of its modes has it.
TEST(TrackFilter, ReachIsTheFastestWayAndTheSigmasOfBothEnds) {
  auto const p = parameters();
  double const sigma = 10, both = sigma + std::sqrt(2.0) * sigma;
  double const reach = p.motion.most_speed_mps * 10 + p.limits.jump_sigmas * both;
  for (double const share : {0.99, 1.01}) {
    Estimate e;
    step(e, at_point(0, 0, 0, sigma), p);
    Step const expected = share < 1 ? Step::used : Step::jump_held;
    EXPECT_EQ(step(e, at_point(10, share * reach, 0, sigma), p), expected) << share;
  }
}

TEST(TrackFilter, AfterAGapTheTrackBeginsAnew) {
  auto const p = parameters();
  for (double const share : {0.99, 1.01}) {
    Estimate e;
    step(e, at_point(0, 0, 0, 10), p);
    step(e, at_point(10, 50, 0, 10), p);
    ASSERT_EQ(step(e, at_point(10 + share * p.motion.gap_s, 100, 0, 10), p), Step::used);
    EXPECT_EQ(std::isnan(e.nis), share > 1) << share; // a beginning has nothing to be measured by
  }
}

} // namespace
} // namespace dalian::fusion
