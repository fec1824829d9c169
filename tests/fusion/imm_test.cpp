#include "twin/fusion/imm.hpp"

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <random>

namespace dalian::fusion {
namespace {

constexpr std::uint32_t kSeed = 4711;
using Complex = std::complex<double>;
using Vector2 = Eigen::Vector2cd;
using Matrix2 = Eigen::Matrix2cd;
Complex const kI(0, 1);

/// The three modes in double precision with full matrices and the textbook's own steps: each mode is mixed from each
/// (Bar-Shalom, Li, Kirubarajan 2001, 11.6.6: mixing probabilities, mixing, mode-matched filtering, update,
/// combination), with the transition matrix written out.
struct TextbookImm {
  MotionClass motion;
  std::array<Vector2, kModes> x;
  std::array<Matrix2, kModes> p;
  std::array<double, kModes> mu{};

  void mix(double dt) {
    double const kept = std::exp(-dt / motion.regime_time_s);
    std::array<double, kModes> const share{motion.straight_share, motion.turning_share, motion.standing_share};
    std::array<Vector2, kModes> mixed_x;
    std::array<Matrix2, kModes> mixed_p;
    std::array<double, kModes> after{};
    for (std::size_t j = 0; j < kModes; ++j) {
      std::array<double, kModes> w{};
      for (std::size_t i = 0; i < kModes; ++i) {
        w[i] = ((i == j ? kept : 0) + (1 - kept) * share[j]) * mu[i];
        after[j] += w[i];
      }
      mixed_x[j].setZero();
      mixed_p[j].setZero();
      for (std::size_t i = 0; i < kModes; ++i)
        mixed_x[j] += w[i] / after[j] * x[i];
      for (std::size_t i = 0; i < kModes; ++i) {
        Vector2 const d = x[i] - mixed_x[j];
        mixed_p[j] += w[i] / after[j] * (p[i] + 0.5 * d * d.adjoint()); // the isotropic part of the spread
      }
    }
    x = mixed_x, p = mixed_p, mu = after;
  }

  void predict(double dt, double omega, double omega_variance) {
    double const speed2 = std::norm(x[kTurning](1));
    for (std::size_t j = 0; j < kModes; ++j) {
      Matrix2 f = Matrix2::Identity(), q = Matrix2::Zero();
      double const density = j == kTurning ? motion.turning_noise_m2ps3 : motion.straight_noise_m2ps3;
      q << density * dt * dt * dt / 3, density * dt * dt / 2, density * dt * dt / 2, density * dt;
      f(0, 1) = dt;
      if (j == kTurning) { // clockwise: v' = e^(-iωT) v
        f(1, 1) = std::exp(-kI * omega * dt);
        f(0, 1) = (1.0 - f(1, 1)) / (kI * omega);
        Vector2 const g(dt / 2, 1);
        q += speed2 * omega_variance * dt * dt * g * g.adjoint();
      }
      if (j == kStanding) {
        f << 1, 0, 0, 0;
        q << motion.standing_walk_m2ps * dt, 0, 0, motion.standing_speed_mps * motion.standing_speed_mps;
      }
      x[j] = f * x[j];
      p[j] = f * p[j] * f.adjoint() + q;
    }
  }

  void update(int part, Complex z, double r) { // part 0: position, 1: velocity
    double total = 0;
    for (std::size_t j = 0; j < kModes; ++j) {
      Complex const y = z - x[j](part);
      double const s = p[j](part, part).real() + r;
      mu[j] *= std::exp(-std::norm(y) / (2 * s)) / (2 * M_PI * s); // two real dimensions
      total += mu[j];
      Vector2 const gain = p[j].col(part) / s;
      x[j] += gain * y;
      p[j] -= gain * p[j].row(part);
    }
    for (double& m : mu)
      m /= total;
  }
};

Complex at(ComplexLanes c, std::size_t lane) {
  return {c.re[lane], c.im[lane]};
}

/// `m` in single precision, from `origin`.
void expect_equal(Modes const& m, TextbookImm const& book, Complex origin, int step) {
  for (std::size_t j = 0; j < kModes; ++j) {
    ASSERT_NEAR(m.probability[j], book.mu[j], 2e-4) << "mode " << j << " at step " << step << ", seed " << kSeed;
    if (book.mu[j] < 1e-6) continue;
    double const c = book.p[j](1, 1).real(), a = book.p[j](0, 0).real();
    ASSERT_LT(std::abs(at(m.z, j) + origin - book.x[j](0)), 2e-3 * std::sqrt(a)) << "mode " << j << " at step " << step;
    ASSERT_LT(std::abs(at(m.v, j) - book.x[j](1)), 2e-3 * std::sqrt(c)) << "mode " << j << " at step " << step;
    ASSERT_NEAR(m.c[j], c, 1e-3 * c) << "mode " << j << " at step " << step;
    ASSERT_NEAR(m.position_variance()[j], a, 1e-3 * a) << "mode " << j << " at step " << step;
    ASSERT_LT(std::abs(Complex(m.c[j]) * at(m.h, j) - book.p[j](0, 1)), 1e-3 * std::sqrt(a * c));
  }
}

TEST(Imm, EqualsTheTextbookWithFullMatrices) {
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform(0, 1);
  for (auto const kind : {state::Kind::vessel, state::Kind::road_vehicle}) {
    MotionClass const& motion = default_parameters().of(kind);
    double const scale = kind == state::Kind::vessel ? 10 : 1;
    Sighting first;
    first.variance = 100;
    Modes ours = start(first, motion);
    TurnRate turn{0.02F, 1e-4F};
    TextbookImm book{motion, {}, {}, {motion.straight_share, motion.turning_share, motion.standing_share}};
    for (std::size_t j = 0; j < kModes; ++j) {
      double const sigma = j == kStanding ? motion.standing_speed_mps : motion.start_speed_sigma_mps;
      book.x[j].setZero();
      book.p[j] << 100, 0, 0, sigma * sigma;
    }
    Complex truth(0, 0), v(3, -4), origin(0, 0);
    for (int step = 0; step < 400; ++step) {
      double const dt = scale * (0.2 + uniform(random));
      if (step % 40 == 0) v *= std::exp(kI * normal(random)) * (uniform(random) < 0.3 ? 0.0 : 1.0);
      if (step % 40 == 20) v = Complex(6 * normal(random), 6 * normal(random));
      truth += v * dt;
      Complex const z = truth + 10.0 * Complex(normal(random), normal(random));
      Complex const reported = v + 0.5 * Complex(normal(random), normal(random));
      bool const has_velocity = step % 3 != 0;
      Complex const back = origin - z;
      ours.z = ours.z + ComplexLanes{all(static_cast<float>(back.real())), all(static_cast<float>(back.imag()))};
      origin = z;
      TurnRate predicted = turn; // the textbook is told the turn rate
      Sighting const s{static_cast<float>(dt),
                       100,
                       has_velocity,
                       static_cast<float>(reported.real()),
                       static_cast<float>(reported.imag()),
                       0.25F};
      advance(ours, turn, mixture(ours), s, motion);
      double const kept = std::exp(-dt / motion.turn_rate_time_s);
      book.mix(dt);
      book.predict(dt, kept * predicted.rate,
                   kept * kept * predicted.variance +
                       (1 - kept * kept) * motion.turn_rate_sigma_radps * motion.turn_rate_sigma_radps);
      book.update(0, z, 100);
      if (has_velocity) book.update(1, reported, 0.25);
      expect_equal(ours, book, origin, step);
      if (HasFatalFailure()) return;
      turn = {static_cast<float>(0.03 * normal(random)), 1e-5F};
    }
  }
}

TEST(Imm, ExponentialIsThatOfTheLibrary) {
  for (float x = 0; x < 80; x += 0.0137F)
    ASSERT_NEAR(exp_minus(all(x))[2] / std::exp(-static_cast<double>(x)), 1, 3e-7) << x;
  EXPECT_EQ(exp_minus(all(0))[0], 1);
  EXPECT_EQ(exp_minus(all(1e30F))[0], exp_minus(all(80))[0]);
}

TEST(Imm, TurnRateIsFoundFromVelocitiesAndFromPositions) {
  MotionClass const& motion = default_parameters().of(state::Kind::road_vehicle);
  double const omega = 0.3, speed = 10, dt = 0.2; // clockwise
  for (bool const with_velocity : {true, false}) {
    Sighting s{0, 0.01F};
    Modes modes = start(s, motion);
    TurnRate turn{0, motion.turn_rate_sigma_radps * motion.turn_rate_sigma_radps};
    s = {static_cast<float>(dt), 0.01F, with_velocity, 0, 0, 0.01F};
    for (int step = 1; step < 100; ++step) {
      double const angle = omega * dt * step;
      auto const place = [&](double a) { return speed / (-kI * omega) * (std::exp(-kI * a) - 1.0); };
      Complex const v = speed * std::exp(-kI * angle), way = place(angle) - place(angle - omega * dt);
      s.v_east = static_cast<float>(v.real()), s.v_north = static_cast<float>(v.imag());
      modes.z = modes.z - ComplexLanes{all(static_cast<float>(way.real())), all(static_cast<float>(way.imag()))};
      advance(modes, turn, mixture(modes), s, motion);
    }
    EXPECT_NEAR(turn.rate, omega, with_velocity ? 0.05 : 0.1); // it is drawn towards none
    EXPECT_GT(modes.probability[kTurning], 0.5) << "with velocity: " << with_velocity;
  }
}

} // namespace
} // namespace dalian::fusion
