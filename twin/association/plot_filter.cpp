#include "twin/association/plot_filter.hpp"

#include <Eigen/Dense>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::association {
namespace {

using Matrix2 = Eigen::Matrix2d;
using Matrix4 = Eigen::Matrix4d;
using Vector2 = Eigen::Vector2d;
using Vector4 = Eigen::Vector4d;

/// More links than this per track and scan do not come: kMaxCandidates bounds them, and probabilities of at least 1 %.
constexpr std::size_t kMostEvidence = 32;

Matrix2 covariance_of(Position const& p) {
  Matrix2 r;
  r << p.ee, p.en, p.en, p.nn;
  return r;
}

double noise_of(PlotMotion const& motion, std::size_t mode) {
  return mode == 0 ? motion.quiet_noise_m2ps3 : motion.manoeuvre_noise_m2ps3;
}

struct Updated {
  Moments state;
  double likelihood;
};

/// Kalman update by the position `lag_s` ago: H = [I, −lag I]. The noise of the motion during the lag is left out: a
/// lag is a fraction of a second.
Updated updated(Moments const& s, Evidence const& e) {
  double const lag = e.lag_s;
  Eigen::Matrix<double, 4, 2> const ph = s.covariance.leftCols<2>() - lag * s.covariance.rightCols<2>();
  Matrix2 const innovation_covariance = ph.topRows<2>() - lag * ph.bottomRows<2>() + covariance_of(e.position);
  Vector2 const innovation =
      Vector2(e.position.mean.east_m, e.position.mean.north_m) - s.mean.head<2>() + lag * s.mean.tail<2>();
  Matrix2 const inverse = innovation_covariance.inverse();
  Eigen::Matrix<double, 4, 2> const gain = ph * inverse;
  double const nis = innovation.dot(inverse * innovation);
  Updated u;
  u.state.mean = s.mean + gain * innovation;
  Matrix4 const p = s.covariance - gain * ph.transpose();
  u.state.covariance = (p + p.transpose()) / 2;
  u.likelihood = std::exp(-nis / 2) / (2 * std::numbers::pi * std::sqrt(innovation_covariance.determinant()));
  return u;
}

} // namespace

void move(Moments& s, double dt, double q) {
  s.mean.head<2>() += dt * s.mean.tail<2>();
  Matrix4& p = s.covariance;
  p.topRows<2>() += dt * p.bottomRows<2>();
  p.leftCols<2>() += dt * p.rightCols<2>();
  double const q1 = q * dt, q2 = q1 * dt / 2, q3 = q2 * dt * 2 / 3;
  for (int i = 0; i < 2; ++i) {
    p(i, i) += q3;
    p(i, i + 2) += q2;
    p(i + 2, i) += q2;
    p(i + 2, i + 2) += q1;
  }
}

Moments mixture(std::span<Moments const> states, std::span<double const> weights) {
  assert(!states.empty() && states.size() == weights.size());
  Moments m;
  m.mean.setZero();
  m.covariance.setZero();
  // Relative to the first mean: large coordinates lose no digits.
  Vector4 const origin = states[0].mean;
  for (std::size_t i = 0; i < states.size(); ++i)
    m.mean += weights[i] * (states[i].mean - origin);
  for (std::size_t i = 0; i < states.size(); ++i) {
    Vector4 const d = states[i].mean - origin - m.mean;
    m.covariance += weights[i] * (states[i].covariance + d * d.transpose());
  }
  m.mean += origin;
  return m;
}

PlotEstimate start(Position const& first, PlotMotion const& motion) {
  double const v = motion.start_speed_sigma_mps * motion.start_speed_sigma_mps;
  Moments s;
  s.mean << first.mean.east_m, first.mean.north_m, 0, 0;
  s.covariance.setZero();
  s.covariance.topLeftCorner<2, 2>() = covariance_of(first);
  s.covariance(2, 2) = s.covariance(3, 3) = v;
  return {{{{s, 1 - motion.manoeuvre_share}, {s, motion.manoeuvre_share}}}};
}

/// A mode is kept with probability e^(−dt/τ), else drawn anew by the long-run shares; so each mode is blended with the
/// mixture of all.
void predict(PlotEstimate& estimate, double dt, PlotMotion const& motion) {
  assert(dt >= 0);
  if (dt <= 0) return;
  double const kept = std::exp(-dt / motion.regime_time_s);
  Moments const all = moments(estimate);
  for (std::size_t i = 0; i < kPlotModes; ++i) {
    auto& mode = estimate.modes[i];
    double const share = i == 0 ? 1 - motion.manoeuvre_share : motion.manoeuvre_share;
    double const own = kept * mode.probability, anew = (1 - kept) * share, next = own + anew;
    Moments const both[]{mode.state, all};
    double const weights[]{own / next, anew / next};
    mode.state = mixture(both, weights);
    mode.probability = next;
    move(mode.state, dt, noise_of(motion, i));
  }
}

void update(PlotEstimate& estimate, std::span<Evidence const> evidence) {
  assert(evidence.size() <= kMostEvidence);
  std::array<std::array<Updated, kMostEvidence>, kPlotModes> updates;
  std::array<double, kMostEvidence> likelihood{}; // of each detection, by all modes
  double unseen = 1;
  for (std::size_t j = 0; j < evidence.size(); ++j) {
    unseen -= evidence[j].probability;
    for (std::size_t i = 0; i < kPlotModes; ++i) {
      updates[i][j] = updated(estimate.modes[i].state, evidence[j]);
      likelihood[j] += estimate.modes[i].probability * updates[i][j].likelihood;
    }
  }
  unseen = std::max(unseen, 0.0);
  for (std::size_t i = 0; i < kPlotModes; ++i) {
    auto& mode = estimate.modes[i];
    std::array<Moments, kMostEvidence + 1> states;
    std::array<double, kMostEvidence + 1> weights{};
    states[0] = mode.state;
    double sum = weights[0] = unseen * mode.probability;
    for (std::size_t j = 0; j < evidence.size(); ++j) {
      states[j + 1] = updates[i][j].state;
      // A detection so far out that no mode has a likelihood for it says nothing of the modes.
      double const of_mode = likelihood[j] > 0 ? updates[i][j].likelihood / likelihood[j] : 1;
      sum += weights[j + 1] = evidence[j].probability * mode.probability * of_mode;
    }
    mode.probability = sum;
    if (sum <= 0) continue;
    for (double& w : weights)
      w /= sum;
    std::size_t const n = evidence.size() + 1;
    mode.state = mixture(std::span(states).first(n), std::span(weights).first(n));
  }
}

Moments moments(PlotEstimate const& estimate) {
  Moments const states[]{estimate.modes[0].state, estimate.modes[1].state};
  double const weights[]{estimate.modes[0].probability, estimate.modes[1].probability};
  return mixture(states, weights);
}

/// Both modes move alike and mixing keeps the moments of the whole, so only the noise is to be averaged.
Position position_ahead(PlotEstimate const& estimate, Moments const& now, double dt, PlotMotion const& motion) {
  double const kept = std::exp(-dt / motion.regime_time_s);
  double const manoeuvring = kept * estimate.modes[1].probability + (1 - kept) * motion.manoeuvre_share;
  double const q = motion.quiet_noise_m2ps3 * (1 - manoeuvring) + motion.manoeuvre_noise_m2ps3 * manoeuvring;
  Position p = position_of(now, -dt);
  p.ee += q * dt * dt * dt / 3;
  p.nn += q * dt * dt * dt / 3;
  return p;
}

Position position_of(Moments const& s, double lag) {
  Vector2 const at = s.mean.head<2>() - lag * s.mean.tail<2>();
  Eigen::Matrix<double, 4, 2> const ph = s.covariance.leftCols<2>() - lag * s.covariance.rightCols<2>();
  Matrix2 const p = ph.topRows<2>() - lag * ph.bottomRows<2>();
  return {{at.x(), at.y()}, p(0, 0), (p(0, 1) + p(1, 0)) / 2, p(1, 1)};
}

} // namespace dalian::association
