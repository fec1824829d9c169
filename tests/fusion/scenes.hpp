#pragma once
// Ways of ships and cars made up from a seed, with the reports their sources would send: what the filter is judged by.
#include "twin/fusion/track_filter.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace dalian::fusion {

using Plane = std::complex<double>; // east + i north

struct Truth {
  double t_s = 0;
  Plane place, velocity;
  bool stands = false;
};

/// A part of a way: for `seconds` the speed changes by `acceleration` (never below none) and the course by `turn`.
struct Leg {
  double seconds, acceleration_mps2 = 0, turn_dps = 0; // clockwise
};

/// One source: how often and how well it reports. The errors of speed and course are those its class is taken to have.
struct Sensor {
  double interval_s, sigma_m;
  bool velocity = true;
  double clock_ahead_s = 0;
};

struct Scene {
  std::string name;
  state::Kind kind;
  double start_speed_mps;
  std::vector<Leg> legs;
  std::vector<Sensor> sensors;
};

/// Ships report each 10 s, cars at 10 Hz, as AIS class A and SAE J2735 do.
inline std::vector<Scene> scenes() {
  using state::Kind;
  Sensor const ais{10, 10}, radar{3, 15, false}, ahead{3, 15, true, 0.5}, obu{0.1, 3}, camera{1, 3, false};
  std::vector<Leg> ship, brake, stops;
  for (int i = 0; i < 4; ++i) { // 20°/min for 60°
    double const way = i % 2 == 0 ? 1 : -1;
    ship.insert(ship.end(), {{240}, {180, 0, way * 20.0 / 60}, {120}});
  }
  for (int i = 0; i < 4; ++i) { // brake before the bend, a right angle, pull away
    double const way = i % 2 == 0 ? 1 : -1;
    brake.insert(brake.end(), {{10}, {4, -2}, {4, 0, way * 22.5}, {5, 1.6}, {6}});
  }
  for (int i = 0; i < 4; ++i)
    stops.insert(stops.end(), {{8}, {7, -1.8}, {10}, {8, 1.6}});
  std::vector<Leg> const berth{{300}, {200, -0.025}, {600}, {200, 0.025}, {300}};
  return {
      {"ship, straight", Kind::vessel, 6, {{1500}}, {ais}},
      {"ship, turns of 20°/min", Kind::vessel, 6, ship, {ais}},
      {"ship, turns, positions alone", Kind::vessel, 6, ship, {radar}},
      {"ship, stops and goes", Kind::vessel, 5, berth, {ais}},
      {"ship, two sensors, skew 0.5 s", Kind::vessel, 6, ship, {ais, ahead}},
      {"car, brakes and turns", Kind::road_vehicle, 14, brake, {obu}},
      {"car, brakes and turns, positions alone", Kind::road_vehicle, 14, brake, {camera}},
      {"car, stop and go", Kind::road_vehicle, 13, stops, {obu}},
  };
}

/// The true way in small steps: the legs, and what no one orders. Under way that is the white acceleration of the
/// straight mode (wind, current, the road), at rest the swing of the standing one, a velocity of that sigma which
/// changes so quickly that the place walks as the class is taken to.
class Way {
 public:
  Way(Scene const& scene, std::mt19937_64& random) : step_s_(scene.kind == state::Kind::vessel ? 0.1 : 0.01) {
    MotionClass const& motion = default_parameters().of(scene.kind);
    std::normal_distribution<double> normal;
    auto const noise = [&](double sigma) { return Plane(sigma * normal(random), sigma * normal(random)); };
    double const kick = std::sqrt(motion.straight_noise_m2ps3 * step_s_), rest = motion.standing_speed_mps;
    double const swing_s = motion.standing_walk_m2ps / (2 * rest * rest);
    double course = 2 * std::numbers::pi * std::uniform_real_distribution<double>()(random);
    double speed = scene.start_speed_mps;
    Plane place = 0, drift = 0, swing = 0;
    for (Leg const& leg : scene.legs)
      for (double t = 0; t < leg.seconds; t += step_s_) {
        bool const stands = speed == 0;
        swing += -swing * (step_s_ / swing_s) + noise(rest * std::sqrt(2 * step_s_ / swing_s));
        drift = stands ? 0 : drift + noise(kick);
        Plane const v = stands ? swing : std::polar(speed, std::numbers::pi / 2 - course) + drift;
        points_.push_back({static_cast<double>(points_.size()) * step_s_, place, v, stands});
        place += v * step_s_;
        speed = std::max(0.0, speed + leg.acceleration_mps2 * step_s_);
        course += leg.turn_dps * std::numbers::pi / 180 * step_s_;
      }
  }
  Truth const& at(double t_s) const {
    auto const i = static_cast<std::size_t>(std::lround(std::max(0.0, t_s) / step_s_));
    return points_[std::min(i, points_.size() - 1)];
  }
  double end_s() const { return points_.back().t_s; }

 private:
  double step_s_;
  std::vector<Truth> points_;
};

struct Report {
  double t_s; // by the source's clock
  Truth truth;
  Plane place, velocity;
  double sigma_m;
  bool has_velocity;
};

/// All reports of all sensors in the order of their times.
inline std::vector<Report> reports(Scene const& scene, std::mt19937_64& random) {
  Way const way(scene, random);
  MotionClass const& motion = default_parameters().of(scene.kind);
  std::normal_distribution<double> normal;
  std::vector<Report> all;
  for (Sensor const& s : scene.sensors)
    for (double t = s.interval_s; t < way.end_s(); t += s.interval_s) {
      Truth const& truth = way.at(t);
      double const speed = std::abs(truth.velocity), along = motion.speed_sigma_mps;
      double const across = along + speed * motion.course_sigma_rad;
      Plane const unit = speed > 0 ? truth.velocity / speed : Plane(1, 0);
      Plane const error = unit * Plane(along * normal(random), across * normal(random));
      Plane const place = truth.place + s.sigma_m * Plane(normal(random), normal(random));
      all.push_back({t + s.clock_ahead_s, truth, place, truth.velocity + error, s.sigma_m, s.velocity});
    }
  std::stable_sort(all.begin(), all.end(), [](Report const& a, Report const& b) { return a.t_s < b.t_s; });
  return all;
}

} // namespace dalian::fusion
