#pragma once
// How far the filter of the twin and the plain Kalman filter are off the true ways of a scene, and how well they know
// it. Both take the same reports.
#include "tests/fusion/plain_kalman.hpp"
#include "tests/fusion/scenes.hpp"
#include "twin/evaluation/consistency.hpp"

namespace dalian::fusion {

struct Accuracy {
  double position_m = 0, velocity_mps = 0; // root mean square error over all reports after the fifth
  double nees = 0;                         // mean, of 4 degrees of freedom
  double nis = 0;                          // mean, of the position, of 2
  double inside = 0;                       // share of instants whose mean NEES over the runs lies in the 95 % band
};

/// Errors of one filter over runs, by the number of the report within its run.
class AccuracySum {
 public:
  void add(std::size_t report, Eigen::Vector4d const& error, Eigen::Matrix4d const& p, double nis) {
    if (report >= nees_.size()) nees_.resize(report + 1);
    double const e2 = error.dot(p.inverse() * error);
    nees_[report].sum += e2, ++nees_[report].count;
    ++n_, position2_ += error.head<2>().squaredNorm(), velocity2_ += error.tail<2>().squaredNorm();
    nees_sum_ += e2, nis_ += nis;
  }
  Accuracy result() const {
    double const n = static_cast<double>(n_);
    double inside = 0, instants = 0;
    for (auto const& at : nees_) {
      if (at.count == 0) continue;
      instants += 1;
      inside += evaluation::nees_band(at.count, 4).contains(at.sum / static_cast<double>(at.count)) ? 1 : 0;
    }
    return {std::sqrt(position2_ / n), std::sqrt(velocity2_ / n), nees_sum_ / n, nis_ / n, inside / instants};
  }

 private:
  struct Instant1 {
    double sum = 0;
    std::size_t count = 0;
  };
  std::vector<Instant1> nees_;
  std::size_t n_ = 0;
  double position2_ = 0, velocity2_ = 0, nees_sum_ = 0, nis_ = 0;
};

/// The report as the inbox makes a measurement of it.
inline Measurement measurement_of(Report const& r, Parameters const& parameters, state::Kind kind) {
  MotionClass const& motion = parameters.of(kind);
  Measurement m;
  m.t = from_unix_ns(1'790'000'000'000'000'000) + from_seconds(r.t_s);
  m.position = {400'000 + r.place.real(), 4'300'000 + r.place.imag()};
  m.sigma_m = static_cast<float>(r.sigma_m);
  m.has_velocity = r.has_velocity;
  Plane const v = r.truth.stands ? 0 : r.velocity;
  m.velocity_east_mps = static_cast<float>(v.real()), m.velocity_north_mps = static_cast<float>(v.imag());
  double const along = r.truth.stands ? parameters.fixes.stands_below_mps : motion.speed_sigma_mps;
  double const across = along + std::abs(v) * motion.course_sigma_rad;
  m.velocity_sigma_mps = static_cast<float>(std::sqrt((along * along + across * across) / 2));
  return m;
}

/// The single filter of the twin before it had modes: its model, and both sigmas of a velocity.
inline void plain_step(PlainKalman& filter, Report const& r, double dt, state::Kind kind) {
  bool const vessel = kind == state::Kind::vessel;
  Eigen::Matrix2d const rp = Eigen::Matrix2d::Identity() * r.sigma_m * r.sigma_m;
  if (dt < 0) {
    double const v = vessel ? 7 : 15;
    filter.x << r.place.real(), r.place.imag(), 0, 0;
    filter.p = Eigen::Vector4d(r.sigma_m * r.sigma_m, r.sigma_m * r.sigma_m, v * v, v * v).asDiagonal();
  } else {
    filter.predict(dt, vessel ? 0.02 : 1.0);
    filter.update(0, {r.place.real(), r.place.imag()}, rp);
  }
  if (!r.has_velocity) return;
  Plane const v = r.truth.stands ? 0 : r.velocity;
  double const along = r.truth.stands ? 0.5 : vessel ? 0.3 : 0.2, across = along + std::abs(v) * 0.035;
  Plane const unit = std::abs(v) > 0 ? v / std::abs(v) : Plane(1, 0);
  Eigen::Matrix2d turn;
  turn << unit.real(), -unit.imag(), unit.imag(), unit.real();
  double const nis = filter.nis;
  filter.update(2, {v.real(), v.imag()},
                turn * Eigen::Vector2d(along * along, across * across).asDiagonal() * turn.transpose());
  filter.nis = nis;
}

struct Compared {
  Accuracy modes, plain;
};

/// Sums up the reports after the fifth: before, both know no more than the first fixes.
inline Compared compare(Scene const& scene, int runs, std::uint32_t seed, Parameters const& parameters) {
  AccuracySum modes, plain;
  std::mt19937_64 random(seed);
  for (int run = 0; run < runs; ++run) {
    Estimate ours;
    PlainKalman theirs;
    double last = -1;
    std::size_t number = 0;
    for (Report const& r : reports(scene, random)) {
      (void)step(ours, Fix(measurement_of(r, parameters, scene.kind)), {parameters.of(scene.kind), parameters.fixes});
      plain_step(theirs, r, last < 0 ? -1 : r.t_s - last, scene.kind);
      last = r.t_s;
      if (++number <= 5) continue;
      Motion const m = motion_of(ours);
      Eigen::Vector4d const truth(r.truth.place.real(), r.truth.place.imag(), r.truth.velocity.real(),
                                  r.truth.velocity.imag());
      Eigen::Vector4d const estimate(m.position.east_m - 400'000, m.position.north_m - 4'300'000, m.velocity_east_mps,
                                     m.velocity_north_mps);
      auto const& c = m.covariance;
      Eigen::Matrix4d p;
      p << c[0], c[1], c[2], c[3], c[1], c[4], c[5], c[6], c[2], c[5], c[7], c[8], c[3], c[6], c[8], c[9];
      modes.add(number, estimate - truth, p, ours.nis);
      plain.add(number, theirs.x - truth, theirs.p, theirs.nis);
    }
  }
  return {modes.result(), plain.result()};
}

} // namespace dalian::fusion
