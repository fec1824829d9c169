#include "tests/support/plot_scenes.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <random>

namespace dalian::test {
namespace {

using association::Plot;

constexpr double kDegree = std::numbers::pi / 180;
// Ships: engine, rudder and current give 0.015 m/s² for 20 s. Cars: the foot gives 0.5 m/s² for a second.
constexpr double kShipNoise = 0.009, kCarNoise = 0.5;

/// Along a leg: a circle, or a straight line at changing speed.
void run(MapPoint& p, double& course, double& speed, double seconds, Leg const& leg) {
  assert(leg.turn_radps == 0 || leg.acceleration_mps2 == 0);
  if (leg.turn_radps != 0) {
    double const radius = speed / leg.turn_radps, after = course + leg.turn_radps * seconds;
    p.east_m += radius * (std::cos(course) - std::cos(after));
    p.north_m += radius * (std::sin(after) - std::sin(course));
    course = after;
    return;
  }
  double const way = seconds * (speed + leg.acceleration_mps2 * seconds / 2);
  p.east_m += way * std::sin(course);
  p.north_m += way * std::cos(course);
  speed += leg.acceleration_mps2 * seconds;
}

TrueState state_of(Mover const& mover, double t_s) {
  MapPoint p = mover.start;
  double course = mover.course_rad, speed = mover.speed_mps, left = t_s;
  for (Leg const& leg : mover.legs) {
    run(p, course, speed, std::min(left, leg.seconds), leg);
    left = std::max(0.0, left - leg.seconds);
  }
  run(p, course, speed, left, {left, 0, 0});
  return {p, speed * std::sin(course), speed * std::cos(course)};
}

/// A plot with errors along and across the line of sight.
Plot plot_at(MapPoint true_place, SceneSensor const& sensor, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  double const e = true_place.east_m - sensor.coverage.place.east_m,
               n = true_place.north_m - sensor.coverage.place.north_m;
  double const range = std::max(std::hypot(e, n), 1.0), s = e / range, c = n / range;
  double const along = sensor.range_sigma_m * normal(random), across = sensor.cross_sigma_m * normal(random);
  double const a = sensor.range_sigma_m * sensor.range_sigma_m, b = sensor.cross_sigma_m * sensor.cross_sigma_m;
  Plot plot;
  plot.position.mean = {true_place.east_m + along * s + across * c, true_place.north_m + along * c - across * s};
  plot.position.ee = a * s * s + b * c * c;
  plot.position.en = (a - b) * s * c;
  plot.position.nn = a * c * c + b * s * s;
  return plot;
}

MapPoint random_place(association::Coverage const& area, std::mt19937_64& random) {
  std::uniform_real_distribution<double> unit(0, 1);
  double const r = area.range_m * std::sqrt(unit(random)), angle = 2 * std::numbers::pi * unit(random);
  return {area.place.east_m + r * std::sin(angle), area.place.north_m + r * std::cos(angle)};
}

SceneScan scan_at(PlotScene const& scene, std::uint32_t number, std::vector<TrueState> const& truth, double t_s,
                  std::mt19937_64& random) {
  SceneSensor const& sensor = scene.sensors[number];
  std::uniform_real_distribution<double> unit(0, 1);
  SceneScan scan;
  scan.sensor = number;
  scan.t_s = t_s;
  scan.t = kSceneStart + from_seconds(t_s + sensor.skew_s);
  for (TrueState const& state : truth)
    if (sensor.coverage.contains(state.position) && unit(random) < scene.detection_probability)
      scan.plots.push_back(plot_at(state.position, sensor, random));
  double const clutter = scene.clutter_share * static_cast<double>(scene.movers.size());
  std::poisson_distribution<int> count(clutter);
  for (int i = count(random); i > 0; --i)
    scan.plots.push_back(plot_at(random_place(sensor.coverage, random), sensor, random));
  std::shuffle(scan.plots.begin(), scan.plots.end(), random);
  for (Plot& plot : scan.plots) {
    plot.t = scan.t;
    plot.guess = scene.kind;
  }
  double const area = std::numbers::pi * sensor.coverage.range_m * sensor.coverage.range_m;
  scan.view = {{scene.detection_probability, (clutter + 0.1) / area}, true, sensor.coverage};
  return scan;
}

/// What a white acceleration does, step after step (discretized exactly: Bar-Shalom, Li, Kirubarajan 2001,
/// eq. 6.2.2-12, by its Cholesky factor). In the middle of the time it is nothing, so that what is to meet there meets.
std::vector<TrueState> drift(std::size_t steps, double density, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  double const dt = SceneRun::kStep_s, v = std::sqrt(density * dt);
  std::vector<TrueState> path(steps);
  for (std::size_t i = 1; i < steps; ++i) {
    TrueState const& s = path[i - 1];
    double const a = normal(random), b = normal(random), c = normal(random), d = normal(random);
    path[i] = {{s.position.east_m + dt * (s.velocity_east_mps + v * (a / 2 + b / std::sqrt(12.0))),
                s.position.north_m + dt * (s.velocity_north_mps + v * (c / 2 + d / std::sqrt(12.0)))},
               s.velocity_east_mps + v * a,
               s.velocity_north_mps + v * c};
  }
  TrueState const middle = path[steps / 2];
  for (std::size_t i = 0; i < steps; ++i) {
    double const t = dt * (static_cast<double>(i) - static_cast<double>(steps / 2));
    path[i].position.east_m -= middle.position.east_m + t * middle.velocity_east_mps;
    path[i].position.north_m -= middle.position.north_m + t * middle.velocity_north_mps;
    path[i].velocity_east_mps -= middle.velocity_east_mps;
    path[i].velocity_north_mps -= middle.velocity_north_mps;
  }
  return path;
}

void add_noise(std::vector<std::vector<TrueState>>& truth, double density, std::mt19937_64& random) {
  for (std::size_t mover = 0; mover < truth.front().size(); ++mover) {
    auto const path = drift(truth.size(), density, random);
    for (std::size_t i = 0; i < truth.size(); ++i) {
      TrueState& s = truth[i][mover];
      s.position.east_m += path[i].position.east_m;
      s.position.north_m += path[i].position.north_m;
      s.velocity_east_mps += path[i].velocity_east_mps;
      s.velocity_north_mps += path[i].velocity_north_mps;
    }
  }
}

} // namespace

SceneRun::SceneRun(PlotScene const& scene, std::uint64_t seed) : scene_(scene) {
  std::mt19937_64 random(seed);
  for (double t = 0; t <= scene.seconds + kStep_s; t += kStep_s) {
    auto& step = truth_.emplace_back();
    for (Mover const& mover : scene.movers)
      step.push_back(state_of(mover, static_cast<double>(truth_.size() - 1) * kStep_s));
  }
  add_noise(truth_, scene.noise_m2ps3, random);
  for (std::uint32_t i = 0; i < scene.sensors.size(); ++i)
    for (double t = scene.sensors[i].phase_s; t < scene.seconds; t += scene.sensors[i].period_s)
      scans_.push_back(scan_at(scene, i, truth_at(t), t, random));
  std::stable_sort(scans_.begin(), scans_.end(), [](auto const& a, auto const& b) { return a.t_s < b.t_s; });
}

std::vector<TrueState> SceneRun::truth_at(double t_s) const {
  return truth_.at(static_cast<std::size_t>(std::lround(t_s / kStep_s)));
}

PlotScene crossing_ships() {
  PlotScene scene{"crossing ships", association::PlotClass::vessel, 600, 0.9, 0.1, kShipNoise, {}, {}};
  for (int pair = 0; pair < 8; ++pair)
    for (int side : {-1, 1}) { // abreast of each other at 300 s, 30 m apart
      double const course = (90 + 10 * side) * kDegree, speed = 8, half = 300;
      MapPoint const meeting{400'000.0 + 500 * pair, 4'300'000.0 + 1500 * pair + 15 * side};
      scene.movers.push_back(
          {{meeting.east_m - speed * half * std::sin(course), meeting.north_m - speed * half * std::cos(course)},
           course,
           speed,
           {}});
    }
  scene.sensors.push_back({3, 0, 0, 8, 15, {{402'000, 4'300'000 - 3000}, 20'000, 0, 7}});
  return scene;
}

PlotScene manoeuvring_ships() {
  PlotScene scene{"manoeuvring ships", association::PlotClass::vessel, 900, 0.9, 0.1, kShipNoise, {}, {}};
  double const turn = 20 * kDegree / 60;
  for (int i = 0; i < 12; ++i) {
    double const sign = i % 2 == 0 ? 1 : -1;
    scene.movers.push_back(
        {{398'000.0 + 900 * (i % 4), 4'298'000.0 + 1200 * (i / 4)},
         i * 50 * kDegree,
         5.0 + i % 4,
         {{120.0 + 10 * i, 0, 0}, {180, sign * turn, 0}, {100, 0, -0.02}, {150, -sign * turn, 0}, {120, 0, 0.025}}});
  }
  scene.sensors.push_back({3, 0, 0, 8, 15, {{400'000, 4'295'000}, 15'000, 0, 7}});
  return scene;
}

PlotScene crowded_cars() {
  PlotScene scene{"cars at a junction", association::PlotClass::road_vehicle, 40, 0.9, 0.1, kCarNoise, {}, {}};
  for (int lane = 0; lane < 8; ++lane)
    for (int i = 0; i < 5; ++i) {
      double const course = (lane / 2) * 90 * kDegree, side = 2 + 3.5 * (lane % 2);
      double const behind = -140.0 + 24 * i, s = std::sin(course), c = std::cos(course);
      std::vector<Leg> legs{{4, 0, -1.2}, {3, 0, 1.4}};
      if (i % 3 == 0) legs = {{8.0 - i, 0, 0}, {4, (lane % 2 == 0 ? -1 : 1) * 22.5 * kDegree, 0}};
      scene.movers.push_back({{400'000 + behind * s + side * c, 4'300'000 + behind * c - side * s}, course, 10, legs});
    }
  scene.sensors.push_back({0.1, 0, 0, 0.7, 0.5, {{400'000, 4'300'000}, 250, 0, 7}});
  return scene;
}

PlotScene two_radars_skewed() {
  PlotScene scene = manoeuvring_ships();
  scene.name = "two radars, one clock 0.3 s wrong";
  scene.sensors.push_back({2.2, 0.7, 0.3, 10, 25, {{406'000, 4'303'000}, 15'000, 0, 7}});
  return scene;
}

std::vector<PlotScene> all_scenes() {
  return {crossing_ships(), manoeuvring_ships(), crowded_cars(), two_radars_skewed()};
}

} // namespace dalian::test
