#include "twin/fusion/imm.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::fusion {
namespace {

Lanes load(std::array<float, kModes> const& from) {
  return Lanes{from[0], from[1], from[2], 0};
}
void store(Lanes from, std::array<float, kModes>& to) {
  for (std::size_t mode = 0; mode < kModes; ++mode)
    to[mode] = from[mode];
}

ComplexLanes all(float re, float im) {
  return {fusion::all(re), fusion::all(im)};
}
using fusion::all;

Lanes shares(MotionClass const& m) {
  return Lanes{m.straight_share, m.turning_share, m.standing_share, 0};
}

/// A velocity that turns further between two fixes is not known any more.
constexpr float kMostAngle = std::numbers::pi_v<float> / 2;
/// Uncertainty of the angle turned, beyond which the linear formula means nothing.
constexpr float kMostAngleVariance = 1;

float angle_variance(TurnRate const& turn, float dt) {
  return std::min(turn.variance * dt * dt, kMostAngleVariance);
}

/// How much of the past is left after a step: of the mode that was, of the turn rate.
struct Kept {
  float mode, turn;
};
Kept kept_after(float dt, MotionClass const& motion) {
  Lanes const x = exp_minus(Lanes{dt / motion.regime_time_s, dt / motion.turn_rate_time_s, 0, 0});
  return {x[0], x[1]};
}

/// Blends each mode with the mixture `x` for what may have changed.
void mix(Modes& m, Mixture const& x, MotionClass const& motion, float kept) {
  Lanes const own = all(kept) * m.probability, after = own + all(1 - kept) * shares(motion);
  Lanes const part = own / select(after > all(1e-30F), after, all(1));
  Lanes const f = select(part < all(1), part, all(1)), g = all(1) - f; // own part, part of the mixture
  ComplexLanes const xz = all(x.east, x.north), xv = all(x.v_east, x.v_north), xh = all(x.h_re, x.h_im);
  ComplexLanes const dz = m.z - xz, dv = m.v - xv;
  m.z = xz + f * dz;
  m.v = xv + f * dv;
  Lanes const spread = all(0.5F) * f * g, own_c = f * m.c, other_c = g * all(x.c);
  Lanes const c = own_c + other_c + spread * norm(dv), per_c = all(1) / c;
  ComplexLanes const h = per_c * (own_c * m.h + other_c * xh + spread * (dz * conj(dv)));
  m.e = f * m.e + own_c * norm(m.h - h) + g * all(x.e) + other_c * norm(xh - h) + spread * norm(dz - h * dv);
  m.c = c;
  m.h = h;
  m.probability = after;
}

/// How one step acts on each lane: v' = turn v + noise, z' = z + shift v + noise; the noise like a covariance
/// (c, h, e).
struct Transition {
  ComplexLanes turn, shift;
  Lanes keeps; // |turn|²
  Lanes c, h, e;
};

/// White acceleration of density q for T seconds is (qT, T/2, qT³/12): Bar-Shalom et al. 2001, eq. 6.2.2-12. Constant
/// turn: 11.7.1, here with the angle's series, so that a turn rate of zero needs no case of its own.
Transition transition(MotionClass const& m, TurnRate const& turn, float speed2, float dt) {
  float const x = std::clamp(turn.rate * dt, -kMostAngle, kMostAngle), x2 = x * x;
  float const sinc = 1 - x2 * (1.0F / 6 - x2 * (1.0F / 120 - x2 * (1.0F / 5040 - x2 / 362880))); // sin x / x
  float const cosc = x * (1.0F / 2 - x2 * (1.0F / 24 - x2 * (1.0F / 720 - x2 / 40320)));         // (1 - cos x) / x
  float const straight = m.straight_noise_m2ps3 * dt, turning = m.turning_noise_m2ps3 * dt, cubic = dt * dt / 12;
  float const standing = m.standing_speed_mps * m.standing_speed_mps;
  Transition t;
  t.turn = {Lanes{1, 1 - x * cosc, 0, 1}, Lanes{0, -x * sinc, 0, 0}};
  t.shift = {Lanes{dt, dt * sinc, 0, dt}, Lanes{0, -dt * cosc, 0, 0}};
  t.keeps = Lanes{1, 1, 0, 1};
  t.c = Lanes{straight, turning + speed2 * angle_variance(turn, dt), standing, straight};
  t.h = Lanes{dt / 2, dt / 2, 0, dt / 2};
  t.e = Lanes{straight * cubic, turning * cubic, m.standing_walk_m2ps * dt, straight * cubic};
  return t;
}

void predict_turn(TurnRate& turn, MotionClass const& motion, float kept) {
  float const long_run = motion.turn_rate_sigma_radps * motion.turn_rate_sigma_radps;
  turn.rate *= kept;
  turn.variance = kept * kept * turn.variance + (1 - kept * kept) * long_run;
}

void predict(Modes& m, Transition const& t) {
  m.z = m.z + t.shift * m.v;
  m.v = t.turn * m.v;
  ComplexLanes const moved = (m.h + t.shift) * conj(t.turn); // z' = (h + shift) v + rest, v = turn* v'
  Lanes const c = t.keeps * m.c, both = c + t.c, per_both = all(1) / both;
  ComplexLanes const apart{moved.re - t.h, moved.im};
  m.e = m.e + (all(1) - t.keeps) * m.c * norm(m.h) + t.e + c * t.c * per_both * norm(apart);
  m.h = {per_both * (c * moved.re + t.c * t.h), per_both * c * moved.im};
  m.c = both;
}

/// A measured velocity, or without one the position, corrects the turn rate through the angle by which it misses the
/// predicted turning mode; then what the source reports of it. An angle error moves the velocity by speed · angle
/// across the way, the position by half the time as much; the variances of the prediction hold that part.
void correct_turn(TurnRate& turn, Modes const& m, Sighting const& s, MotionClass const& motion) {
  float const ve = m.v.re[kTurning], vn = m.v.im[kTurning], angle = angle_variance(turn, s.dt_s);
  float const lever = s.has_velocity ? 1 : s.dt_s / 2;
  float const ye = s.has_velocity ? s.v_east - ve : -m.z.re[kTurning];
  float const yn = s.has_velocity ? s.v_north - vn : -m.z.im[kTurning];
  float const variance =
      s.has_velocity ? m.c[kTurning] + s.velocity_variance : m.position_variance()[kTurning] + s.variance;
  if (s.dt_s > 0) {
    turn.rate += angle * lever / (variance * s.dt_s) * (vn * ye - ve * yn); // clockwise
    turn.variance *= 1 - std::min(angle * lever * lever * (ve * ve + vn * vn) / variance, 1.0F);
  }
  if (!std::isnan(s.turn_rate_radps)) {
    float const r = motion.reported_turn_rate_sigma_radps * motion.reported_turn_rate_sigma_radps;
    float const gain = turn.variance / (turn.variance + r);
    turn.rate += gain * (s.turn_rate_radps - turn.rate);
    turn.variance *= 1 - gain;
  }
  turn.rate = std::clamp(turn.rate, -motion.most_turn_rate_radps, motion.most_turn_rate_radps);
}

/// What the measurements of one fix say of the modes: likelihood = scale · e^−exponent.
struct Evidence {
  Lanes exponent = all(0), scale = all(1);
};

/// A position at the origin.
void update_position(Modes& m, float variance, Evidence& evidence) {
  Lanes const r = all(variance), a = m.position_variance(), per_s = all(1) / (a + r), g = m.c / a;
  evidence.exponent = evidence.exponent + all(0.5F) * norm(m.z) * per_s;
  evidence.scale = evidence.scale * per_s;
  Lanes const k = a * per_s, rest = m.e * g, left = k * r; // rest: variance of v when z is known; left: of z
  m.v = m.v - (k * g) * (conj(m.h) * m.z);
  m.z = (r * per_s) * m.z;
  m.c = rest + left * norm(m.h) * g * g;
  Lanes const q = left / m.c;
  m.h = (g * q) * m.h;
  m.e = rest * q;
}

void update_velocity(Modes& m, ComplexLanes v, float variance, Evidence& evidence) {
  Lanes const r = all(variance), per_s = all(1) / (m.c + r), k = m.c * per_s;
  ComplexLanes const y = v - m.v, dv = k * y;
  evidence.exponent = evidence.exponent + all(0.5F) * norm(y) * per_s;
  evidence.scale = evidence.scale * per_s;
  m.v = m.v + dv;
  m.z = m.z + m.h * dv;
  m.c = k * r;
}

/// Bayes' rule for the probabilities of the modes. None of a mode that exists falls below a billionth: it could
/// otherwise fall below what a float can hold, and all of them together.
void weigh(Modes& m, Evidence const& evidence) {
  IntLanes const exists = m.probability > all(0);
  Lanes const x = select(exists, evidence.exponent, all(1e30F));
  float const least = std::min(std::min(x[0], x[1]), x[2]);
  Lanes const p = m.probability * evidence.scale * exp_minus(x - all(least)), share = all(1 / sum(p)) * p;
  m.probability = select(exists & (share < all(1e-9F)), all(1e-9F), share);
}

/// Of a position at the origin.
float position_nis(Modes const& m, float variance) {
  Lanes const w = m.probability, square = m.position_variance() + all(0.5F) * norm(m.z);
  Lanes const s = sums(w * m.z.re, w * m.z.im, w * square, w);
  float const mean2 = s[0] * s[0] + s[1] * s[1];
  return mean2 / (std::max(s[2] - 0.5F * mean2, 0.0F) + variance);
}

} // namespace

Modes load(StoredModes const& s) {
  return {{load(s.east), load(s.north)}, {load(s.v_east), load(s.v_north)}, Lanes{s.c[0], s.c[1], s.c[2], 1},
          {load(s.h_re), load(s.h_im)},  Lanes{s.e[0], s.e[1], s.e[2], 1},  load(s.probability)};
}

void store(Modes const& m, StoredModes& s) {
  store(m.z.re, s.east), store(m.z.im, s.north);
  store(m.v.re, s.v_east), store(m.v.im, s.v_north);
  store(m.c, s.c), store(m.h.re, s.h_re), store(m.h.im, s.h_im), store(m.e, s.e);
  store(m.probability, s.probability);
}

Mixture mixture(Modes const& m) {
  Lanes const w = m.probability;
  Lanes const mean = sums(w * m.z.re, w * m.z.im, w * m.v.re, w * m.v.im);
  ComplexLanes const dz = m.z - all(mean[0], mean[1]), dv = m.v - all(mean[2], mean[3]);
  Lanes const half = all(0.5F), c = w * (m.c + half * norm(dv));
  ComplexLanes const b = w * (m.c * m.h + half * (dz * conj(dv)));
  Lanes const second = sums(c, b.re, b.im, w);
  float const per_c = 1 / second[0], h_re = second[1] * per_c, h_im = second[2] * per_c;
  ComplexLanes const h = all(h_re, h_im);
  float const e = sum(w * (m.e + m.c * norm(m.h - h) + half * norm(dz - h * dv)));
  return {mean[0], mean[1], mean[2], mean[3], second[0], h_re, h_im, e};
}

Modes start(Sighting const& sighting, MotionClass const& m) {
  float const moving = m.start_speed_sigma_mps * m.start_speed_sigma_mps;
  Lanes const c{moving, moving, m.standing_speed_mps * m.standing_speed_mps, moving};
  Modes modes{all(0, 0), all(0, 0), c, all(0, 0), all(sighting.variance), shares(m)};
  if (!sighting.has_velocity) return modes;
  Evidence evidence;
  update_velocity(modes, all(sighting.v_east, sighting.v_north), sighting.velocity_variance, evidence);
  weigh(modes, evidence);
  return modes;
}

float advance(Modes& modes, TurnRate& turn, Mixture const& before, Sighting const& s, MotionClass const& motion) {
  assert(s.dt_s >= 0);
  Kept const kept = kept_after(s.dt_s, motion);
  mix(modes, before, motion, kept.mode);
  predict_turn(turn, motion, kept.turn);
  predict(modes, transition(motion, turn, norm(modes.v)[kTurning], s.dt_s));
  float const nis = position_nis(modes, s.variance);
  if (motion.turning_share > 0) correct_turn(turn, modes, s, motion);
  Evidence evidence;
  update_position(modes, s.variance, evidence);
  if (s.has_velocity) update_velocity(modes, all(s.v_east, s.v_north), s.velocity_variance, evidence);
  weigh(modes, evidence);
  return nis;
}

Moments moments(StoredModes const& s) {
  Moments out{};
  auto& mean = out.mean;
  for (std::size_t i = 0; i < kModes; ++i) {
    double const w = s.probability[i];
    mean[0] += w * s.east[i], mean[1] += w * s.north[i], mean[2] += w * s.v_east[i], mean[3] += w * s.v_north[i];
  }
  using Pair = double __attribute__((vector_size(16)));
  std::array<Pair, 5> p{}; // the upper triangle by rows, two at a time
  for (std::size_t i = 0; i < kModes; ++i) {
    double const w = s.probability[i], c = s.c[i], re = c * s.h_re[i], im = c * s.h_im[i];
    double const a = s.e[i] + re * s.h_re[i] + im * s.h_im[i];
    double const e = s.east[i] - mean[0], n = s.north[i] - mean[1], ve = s.v_east[i] - mean[2],
                 vn = s.v_north[i] - mean[3];
    // z = h v as real axes: cov(east, v_east) = cov(north, v_north) = Re, cov(north, v_east) = Im = -cov(east, v_north)
    p[0] += w * (Pair{a, 0} + Pair{e, e} * Pair{e, n});
    p[1] += w * (Pair{re, -im} + Pair{e, e} * Pair{ve, vn});
    p[2] += w * (Pair{a, im} + Pair{n, n} * Pair{n, ve});
    p[3] += w * (Pair{re, c} + Pair{n, ve} * Pair{vn, ve});
    p[4] += w * (Pair{0, c} + Pair{ve, vn} * Pair{vn, vn});
  }
  // Correlations are taken smaller by a millionth: more than rounding to float changes them, so it stays definite.
  constexpr std::array<bool, 10> kDiagonal{true, false, false, false, true, false, false, true, false, true};
  for (std::size_t k = 0; k < kDiagonal.size(); ++k)
    out.covariance[k] = static_cast<float>(kDiagonal[k] ? p[k / 2][k % 2] : p[k / 2][k % 2] * (1 - 1e-6));
  return out;
}

} // namespace dalian::fusion
