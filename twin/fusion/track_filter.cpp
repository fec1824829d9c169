#include "twin/fusion/track_filter.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::fusion {
namespace {

float variance_of(Fix const& fix, FixLimits const& limits) {
  float const sigma = std::clamp(fix.sigma.value(), limits.least_sigma_m, limits.most_sigma_m);
  return sigma * sigma;
}

Sighting sighting_of(Fix const& fix, float dt_s, FilterParameters p) {
  Sighting s;
  s.dt_s = dt_s;
  s.variance = variance_of(fix, p.limits);
  s.has_velocity = fix.velocity_sigma != Half();
  s.v_east = fix.velocity_east.value();
  s.v_north = fix.velocity_north.value();
  s.velocity_variance = fix.velocity_sigma.value() * fix.velocity_sigma.value();
  s.turn_rate_radps = fix.turn_rate.value() * (std::numbers::pi_v<float> / 180);
  return s;
}

struct Way {
  float east_m, north_m;
};

/// Metres from `from` to `to`, exact up to 168 km.
Way way(PackedPoint from, PackedPoint to) {
  return {static_cast<float>(std::int64_t{to.east_cm} - from.east_cm) / 100,
          static_cast<float>(std::int64_t{to.north_cm} - from.north_cm) / 100};
}

/// Could something of this class have gone `w` in `dt_s`, given the sigma of both ends together?
bool within_reach(Way w, double dt_s, double sigma_m, FilterParameters p) {
  double const distance = std::sqrt(double{w.east_m} * w.east_m + double{w.north_m} * w.north_m);
  return distance <= p.motion.most_speed_mps * dt_s + p.limits.jump_sigmas * sigma_m;
}

void begin(Estimate& e, Fix const& fix, FilterParameters p) {
  store(start(sighting_of(fix, 0, p), p.motion), e.modes);
  e.turn = {0, p.motion.turn_rate_sigma_radps * p.motion.turn_rate_sigma_radps};
  e.nis = kNone;
  e.started = true;
  e.jump_pending = false;
  e.last = fix;
}

/// A fix out of reach: the first is held, a second that agrees with it starts the track again there. One wild fix, or
/// a second ship with the same number in between, so never moves the track.
Step judge_jump(Estimate& e, Fix const& fix, FilterParameters p) {
  double const dt = to_seconds(fix.t.value() - e.jump_t.value()), sigma = std::sqrt(variance_of(fix, p.limits));
  if (e.jump_pending && within_reach(way(e.jump, fix.position), dt, 2 * sigma, p)) {
    begin(e, fix, p);
    return Step::reset;
  }
  e.jump_pending = true;
  e.jump = fix.position;
  e.jump_t = fix.t;
  return Step::jump_held;
}

} // namespace

Motion motion_of(Estimate const& e) {
  assert(e.started);
  Moments const m = moments(e.modes);
  MapPoint const origin = e.last.position.value();
  return {{origin.east_m + m.mean[0], origin.north_m + m.mean[1]},
          static_cast<float>(m.mean[2]),
          static_cast<float>(m.mean[3]),
          m.covariance};
}

Step step(Estimate& e, Fix const& fix, FilterParameters p) {
  if (!e.started) {
    begin(e, fix, p);
    return Step::used;
  }
  Duration const silence = fix.t.value() - e.t();
  assert(silence >= Duration::zero());
  double const dt = to_seconds(silence);
  if (fix.rank > e.last.rank && dt <= p.limits.outranked_for_s) return Step::outranked;
  if (dt > p.motion.gap_s) {
    begin(e, fix, p);
    return Step::used;
  }
  Modes modes = load(e.modes);
  Way const back = way(fix.position, e.last.position); // the fix becomes the origin
  modes.z = modes.z + ComplexLanes{all(back.east_m), all(back.north_m)};
  Mixture const before = mixture(modes);
  double const sigma = std::sqrt(variance_of(fix, p.limits)) + std::sqrt(2.0 * before.position_variance());
  if (!within_reach({before.east, before.north}, dt, sigma, p)) return judge_jump(e, fix, p);
  e.nis = advance(modes, e.turn, before, sighting_of(fix, static_cast<float>(dt), p), p.motion);
  store(modes, e.modes);
  e.jump_pending = false;
  e.last = fix;
  return Step::used;
}

bool positive_definite(std::array<float, 10> const& p) {
  std::array<std::array<double, 4>, 4> l{};
  std::size_t k = 0;
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = i; j < 4; ++j, ++k) { // l holds the transposed factor: row i is column i of L
      double sum = p[k];
      for (std::size_t n = 0; n < i; ++n)
        sum -= l[n][i] * l[n][j];
      if (i == j && !(sum > 0)) return false;
      l[i][j] = i == j ? std::sqrt(sum) : sum / l[i][i];
    }
  return true;
}

} // namespace dalian::fusion
