#include "twin/fusion/track_filter.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dalian::fusion {
namespace {

using state::Kind;
using std::chrono::minutes;

// q = 2 σ² τ for accelerations of size σ that last τ (Singer 1970).
// Vessels: rudder and engine give 0.02…0.05 m/s² for tens of seconds (15 kn at 10°/min: 0.022 m/s²).
// AIS speed is rounded to 0.1 kn and lags by its averaging; course is good to about 2° under way.
constexpr MotionModel kVessel{0.02, 7.0, 50.0, 10.0, 0.3, 0.035, minutes(30)};
// Road: braking and turning of 1…2 m/s² that last about half a second.
constexpr MotionModel kRoad{1.0, 15.0, 70.0, 3.0, 0.2, 0.035, minutes(1)};
// A moored buoy swings by metres in minutes; one that has broken loose drifts.
constexpr MotionModel kAid{1e-5, 0.3, 5.0, 10.0, 0.3, 0.5, minutes(30)};
// A base station stands still; what is left is the rounding of its position.
constexpr MotionModel kBaseStation{1e-8, 0.01, 5.0, 10.0, 0.3, 0.5, minutes(30)};
// Search and rescue aircraft: 3 m/s² in turns of several seconds.
constexpr MotionModel kAircraft{20.0, 80.0, 400.0, 15.0, 1.0, 0.035, minutes(10)};

/// A fix claimed better than 1 cm is taken as 1 cm, one worse than 10 km as 10 km: the variances that meet in one
/// update then differ by at most 10^13, which doubles can subtract and stay positive.
constexpr double kMinSigma_m = 0.01, kMaxSigma_m = 1e4;
/// A jump must exceed this many standard deviations beyond what the class could have travelled.
constexpr double kJumpSigmas = 10;

/// One scalar measurement y = h·x + noise of variance r, with c = P h given: x += c y'/s, P -= c cᵀ/s.
void update_scalar(Estimate& e, std::array<double, 4> const& c, double innovation, double s) {
  double const g = 1 / s;
  std::array<double, 4> const k{c[0] * g, c[1] * g, c[2] * g, c[3] * g};
  for (std::size_t i = 0; i < 4; ++i)
    e.x[i] += k[i] * innovation;
  auto& p = e.p;
  p[0] -= c[0] * k[0], p[1] -= c[0] * k[1], p[2] -= c[0] * k[2], p[3] -= c[0] * k[3];
  p[4] -= c[1] * k[1], p[5] -= c[1] * k[2], p[6] -= c[1] * k[3];
  p[7] -= c[2] * k[2], p[8] -= c[2] * k[3];
  p[9] -= c[3] * k[3];
}

void update_position(Estimate& e, Measurement const& m, double r) {
  auto const& p = e.p;
  update_scalar(e, {p[0], p[1], p[2], p[3]}, m.position.east_m - e.x[0], p[0] + r);
  update_scalar(e, {p[1], p[4], p[5], p[6]}, m.position.north_m - e.x[1], p[4] + r);
}

/// Velocity along the unit direction (a, b).
void update_velocity_along(Estimate& e, double a, double b, double value, double sigma) {
  auto const& p = e.p;
  std::array<double, 4> const c{p[2] * a + p[3] * b, p[5] * a + p[6] * b, p[7] * a + p[8] * b, p[8] * a + p[9] * b};
  update_scalar(e, c, value - (a * e.x[2] + b * e.x[3]), a * c[2] + b * c[3] + sigma * sigma);
}

void update_velocity(Estimate& e, Measurement const& m) {
  double const ve = m.velocity_east_mps, vn = m.velocity_north_mps;
  double const speed = std::sqrt(ve * ve + vn * vn);
  double const a = speed > 0 ? ve / speed : 1, b = speed > 0 ? vn / speed : 0;
  update_velocity_along(e, a, b, speed, m.along_sigma_mps);
  update_velocity_along(e, -b, a, 0, m.across_sigma_mps);
}

double position_nis(Estimate const& e, MapPoint z, double r) {
  double const y0 = z.east_m - e.x[0], y1 = z.north_m - e.x[1];
  double const s00 = e.p[0] + r, s01 = e.p[1], s11 = e.p[4] + r;
  return (y0 * y0 * s11 - 2 * y0 * y1 * s01 + y1 * y1 * s00) / (s00 * s11 - s01 * s01);
}

double sigma_of(Measurement const& m) {
  return std::clamp<double>(m.sigma_m, kMinSigma_m, kMaxSigma_m);
}

/// Could something of this class have come from `from` to `to` in `dt_s`, given how well both are known?
bool within_reach(MapPoint from, MapPoint to, double dt_s, double sigma_m, MotionModel const& model) {
  return distance_m(from, to) <= model.max_speed * dt_s + kJumpSigmas * sigma_m;
}

void take_over(Estimate& e, Measurement const& m) {
  e.rank = m.rank;
  e.provenance = m.provenance;
  e.source = m.source;
  e.t = m.t;
  e.t_rx = m.t_rx;
  e.heading_deg = m.heading_deg;
  e.turn_rate_dps = m.turn_rate_dps;
  e.altitude_m = m.altitude_m;
  e.jump_pending = false;
}

void start(Estimate& e, Measurement const& m, MotionModel const& model) {
  double const r = sigma_of(m) * sigma_of(m), v = model.start_speed_sigma * model.start_speed_sigma;
  e.x = {m.position.east_m, m.position.north_m, 0, 0};
  e.p = {r, 0, 0, 0, r, 0, 0, v, 0, v};
  e.nis = kNone;
  e.started = true;
  if (m.has_velocity) update_velocity(e, m);
  take_over(e, m);
}

/// A fix out of reach: the first is held, a second that agrees with it starts the track again there. One wild fix, or
/// a second ship with the same number in between, so never moves the track.
Step judge_jump(Estimate& e, Measurement const& m, MotionModel const& model) {
  double const dt = to_seconds(m.t - e.jump_t);
  if (e.jump_pending && within_reach(e.jump, m.position, dt, 2 * sigma_of(m), model)) {
    start(e, m, model);
    return Step::reset;
  }
  e.jump_pending = true;
  e.jump = m.position;
  e.jump_t = m.t;
  return Step::jump_held;
}

} // namespace

MotionModel const& motion_model(Kind kind) {
  switch (kind) {
  case Kind::road_vehicle:
    return kRoad;
  case Kind::aid_to_navigation:
    return kAid;
  case Kind::base_station:
    return kBaseStation;
  case Kind::aircraft:
    return kAircraft;
  case Kind::vessel:
  case Kind::unspecified:
    break;
  }
  return kVessel;
}

void predict(Estimate& e, double dt, MotionModel const& model) {
  assert(dt >= 0);
  auto& p = e.p;
  double const q = model.acceleration_density, q3 = q * dt * dt * dt / 3, q2 = q * dt * dt / 2;
  e.x[0] += dt * e.x[2];
  e.x[1] += dt * e.x[3];
  p[0] += dt * (2 * p[2] + dt * p[7]) + q3;
  p[1] += dt * (p[3] + p[5] + dt * p[8]);
  p[4] += dt * (2 * p[6] + dt * p[9]) + q3;
  p[2] += dt * p[7] + q2;
  p[3] += dt * p[8];
  p[5] += dt * p[8];
  p[6] += dt * p[9] + q2;
  p[7] += q * dt;
  p[9] += q * dt;
}

Step step(Estimate& e, Measurement const& m, MotionModel const& model) {
  if (!e.started) {
    start(e, m, model);
    return Step::used;
  }
  Duration const silence = m.t - e.t;
  assert(silence >= Duration::zero());
  if (m.rank > e.rank && silence <= kOutrankedFor) return Step::outranked;
  if (silence > model.gap) {
    start(e, m, model);
    return Step::used;
  }
  double const dt = to_seconds(silence), r = sigma_of(m) * sigma_of(m);
  MapPoint const before{e.x[0], e.x[1]};
  if (!within_reach(before, m.position, dt, sigma_of(m) + std::sqrt(e.p[0] + e.p[4]), model))
    return judge_jump(e, m, model);
  predict(e, dt, model);
  e.nis = static_cast<float>(position_nis(e, m.position, r));
  update_position(e, m, r);
  if (m.has_velocity) update_velocity(e, m);
  take_over(e, m);
  return Step::used;
}

bool positive_definite(std::array<double, 10> const& p) {
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
