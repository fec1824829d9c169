#include "connectors/synth/motion.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::synth {
namespace {

/// The highest speed at each sample that the limits allow, starting and stopping included.
std::vector<double> speed_profile(std::vector<PathSample> const& track, MotionLimits const& limits) {
  auto const count = track.size();
  std::vector<double> v(count);
  for (std::size_t i = 0; i < count; ++i) {
    double const curvature = std::abs(track[i].curvature_per_m);
    v[i] = std::min(limits.cruise_mps, track[i].speed_limit_mps);
    if (curvature > 1e-9)
      v[i] = std::min({v[i], limits.turn_rate_rps / curvature, std::sqrt(limits.lateral_mps2 / curvature)});
    if (track[i].stop_s > 0) v[i] = 0;
  }
  // Two rounds: the track is closed, so what lies before the first sample is the end of the round before.
  for (int round = 0; round < 2; ++round) {
    v.front() = v.back() = std::min(v.front(), v.back());
    for (std::size_t i = 1; i < count; ++i) {
      double const ds = track[i].along_m - track[i - 1].along_m;
      v[i] = std::min(v[i], std::sqrt(v[i - 1] * v[i - 1] + 2 * limits.acceleration_mps2 * ds));
    }
    for (std::size_t i = count - 1; i-- > 0;) {
      double const ds = track[i + 1].along_m - track[i].along_m;
      v[i] = std::min(v[i], std::sqrt(v[i + 1] * v[i + 1] + 2 * limits.acceleration_mps2 * ds));
    }
  }
  v.front() = v.back() = std::min(v.front(), v.back());
  return v;
}

double wrapped(double value, double period) {
  double const rest = std::fmod(value, period);
  return rest < 0 ? rest + period : rest;
}

} // namespace

Timetable::Timetable(std::vector<PathSample> track, MotionLimits const& limits)
    : track_(std::move(track)), speed_mps_(speed_profile(track_, limits)) {
  assert(track_.size() > 2 && limits.cruise_mps > 0);
  double t = 0;
  for (std::size_t i = 0; i < track_.size(); ++i) {
    if (i > 0) {
      double const mean = std::max(0.05, (speed_mps_[i] + speed_mps_[i - 1]) / 2);
      t += (track_[i].along_m - track_[i - 1].along_m) / mean;
    }
    arrive_s_.push_back(t);
    t += track_[i].stop_s;
    leave_s_.push_back(t);
  }
  period_s_ = t;
}

MotionState Timetable::on_track(double along_m) const {
  double const s = wrapped(along_m, length_m());
  auto const next = std::upper_bound(track_.begin() + 1, track_.end() - 1, s,
                                     [](double value, PathSample const& p) { return value < p.along_m; });
  auto const& b = *next;
  auto const& a = *(next - 1);
  double const f = (s - a.along_m) / std::max(1e-9, b.along_m - a.along_m);
  MotionState state;
  state.position = {a.position.east_m + f * (b.position.east_m - a.position.east_m),
                    a.position.north_m + f * (b.position.north_m - a.position.north_m)};
  state.course_rad = state.heading_rad = a.bearing_rad + f * (b.bearing_rad - a.bearing_rad);
  state.turn_rate_rps = a.curvature_per_m + f * (b.curvature_per_m - a.curvature_per_m); // times speed, by the caller
  state.along_m = s;
  return state;
}

MotionState Timetable::at(double t_s, double shift_m) const {
  double const t = wrapped(t_s, period_s_);
  auto const next = std::upper_bound(arrive_s_.begin() + 1, arrive_s_.end() - 1, t);
  auto const i = static_cast<std::size_t>(next - arrive_s_.begin());
  double const span = arrive_s_[i] - leave_s_[i - 1];
  double const since = std::max(0.0, t - leave_s_[i - 1]); // 0 while it stops at i − 1
  double const f = std::min(1.0, since / std::max(1e-9, span));
  double const v0 = speed_mps_[i - 1], v1 = speed_mps_[i];
  double const leg = track_[i].along_m - track_[i - 1].along_m;
  double const mean = (v0 + v1) / 2;
  // Constant acceleration within the leg: distance = v0·f + (v1 − v0)·f²/2, as a share of the mean speed.
  double const share = mean > 0.05 ? (v0 * f + (v1 - v0) * f * f / 2) / mean : f;
  auto state = on_track(track_[i - 1].along_m + share * leg + shift_m);
  state.speed_mps = t < leave_s_[i - 1] ? 0 : v0 + (v1 - v0) * f;
  state.turn_rate_rps *= state.speed_mps;
  return state;
}

double wander(Draws const& draws, std::string_view quantity, double t_s, double sigma, double period_s) {
  constexpr double kStretch[] = {1.0, 0.61803, 0.38197}; // never in step
  double sum = 0;
  for (std::uint64_t k = 0; k < 3; ++k) {
    double const phase = draws.uniform(quantity, 0, 2 * std::numbers::pi, k);
    sum += std::sin(2 * std::numbers::pi * t_s / (period_s * kStretch[k]) + phase);
  }
  return sigma * std::sqrt(2.0 / 3.0) * sum;
}

} // namespace dalian::synth
