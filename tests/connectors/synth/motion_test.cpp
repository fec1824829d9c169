#include "connectors/synth/motion.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace dalian::synth {
namespace {

constexpr double kPi = std::numbers::pi;

std::vector<WayPoint> square(double side, double radius) {
  return {{{0, 0}, radius}, {{0, side}, radius}, {{side, side}, radius}, {{side, 0}, radius}};
}

MotionLimits limits(double cruise) {
  MotionLimits l;
  l.cruise_mps = cruise;
  l.acceleration_mps2 = 0.1;
  l.turn_rate_rps = 0.01;
  l.lateral_mps2 = 10;
  return l;
}

TEST(SmoothPath, RoundedSquareHasTheLengthOfItsSidesAndArcs) {
  auto const path = smooth_closed_path(square(10'000, 1000), {10, 0});
  EXPECT_NEAR(path.back().along_m, 4 * 8000 + 2 * kPi * 1000, 5);
  EXPECT_NEAR(path.back().bearing_rad - path.front().bearing_rad, 2 * kPi, 1e-6); // once round, clockwise
}

TEST(SmoothPath, AnOpenTrackKeepsItsEndsAndTheirBearings) {
  std::vector<WayPoint> const bent{{{0, 0}, 0}, {{0, 3000}, 500}, {{4000, 3000}, 0}};
  auto const path = smooth_open_path(bent, {10, 300});
  EXPECT_LT(distance_m(path.front().position, {0, 0}), 1e-9);
  EXPECT_LT(distance_m(path.back().position, {4000, 3000}), 1e-9);
  EXPECT_NEAR(path.front().bearing_rad, 0, 1e-12);
  EXPECT_NEAR(path.back().bearing_rad, kPi / 2, 1e-12);
  EXPECT_NEAR(path.back().along_m, 2500 + 3500 + 500 * kPi / 2, 20);
  for (std::size_t i = 1; i < path.size(); ++i)
    ASSERT_LT(std::abs(path[i].curvature_per_m), 1.05 / 500) << i;
}

TEST(SmoothPath, EasingRampsTheCurvature) {
  double sharp = 0, eased = 0; // largest change of curvature between samples
  for (double const easing : {0.0, 400.0}) {
    auto const path = smooth_closed_path(square(10'000, 1000), {10, easing});
    double worst = 0, top = 0;
    for (std::size_t i = 1; i < path.size(); ++i) {
      worst = std::max(worst, std::abs(path[i].curvature_per_m - path[i - 1].curvature_per_m));
      top = std::max(top, path[i].curvature_per_m);
    }
    EXPECT_NEAR(top, 1.0 / 1000, 5e-5);
    (easing > 0 ? eased : sharp) = worst;
  }
  EXPECT_GT(sharp, 4e-4);
  EXPECT_LT(eased, 4e-5); // 1/1000 over 400 m, in steps of 10 m, is 2.5e-5
}

TEST(SmoothPath, OffsetLineKeepsItsDistance) {
  auto const moved = offset_line({{0, 0}, {0, 1000}, {1000, 1000}}, 100);
  EXPECT_NEAR(moved[0].east_m, 100, 1e-9); // right of a line that runs north is east
  EXPECT_NEAR(moved[1].east_m, 100, 1e-9);
  EXPECT_NEAR(moved[1].north_m, 900, 1e-9);
  EXPECT_NEAR(moved[2].north_m, 900, 1e-9);
}

TEST(Timetable, KeepsEveryLimitAndNeverJumps) {
  Timetable const table(smooth_closed_path(square(5000, 400), {10, 200}), limits(8));
  double const dt = 0.5;
  auto before = table.at(-100);
  double fastest = 0;
  for (double t = -100 + dt; t < table.period_s() + 100; t += dt) {
    auto const now = table.at(t);
    EXPECT_LE(distance_m(before.position, now.position), 8 * dt * 1.01);
    EXPECT_LE(std::abs(now.speed_mps - before.speed_mps), 0.1 * dt * 1.05);
    EXPECT_LE(std::abs(now.turn_rate_rps), 0.01 * 1.05);
    EXPECT_NEAR(std::remainder(now.heading_rad - before.heading_rad, 2 * kPi), now.turn_rate_rps * dt, 0.002);
    EXPECT_NEAR(distance_m(before.position, now.position), (before.speed_mps + now.speed_mps) / 2 * dt, 0.05);
    fastest = std::max(fastest, now.speed_mps);
    before = now;
  }
  EXPECT_NEAR(fastest, 8, 0.01);
}

TEST(Timetable, StopsWhereToldAndForAsLong) {
  auto points = square(5000, 400);
  points.insert(points.begin() + 1, {{0, 2500}, 400, 1e9, 120});
  Timetable const table(smooth_closed_path(points, {10, 100}), limits(8));
  double stood = 0;
  MapPoint where;
  for (double t = 0; t < table.period_s(); t += 0.5)
    if (auto const s = table.at(t); s.speed_mps == 0) {
      stood += 0.5;
      where = s.position;
    }
  EXPECT_NEAR(stood, 120, 1);
  EXPECT_NEAR(where.north_m, 2500, 12);
}

TEST(Timetable, RepeatsAfterItsPeriod) {
  Timetable const table(smooth_closed_path(square(5000, 400), {10, 200}), limits(8));
  auto const a = table.at(77), b = table.at(77 + 3 * table.period_s());
  EXPECT_LT(distance_m(a.position, b.position), 1e-6);
}

TEST(Wander, HasTheStatedDeviationAndIsSlow) {
  Draws const draws(7, "somebody");
  double sum2 = 0;
  int n = 0;
  for (double t = 0; t < 1e6; t += 17, ++n) {
    double const x = wander(draws, "error", t, 2.0, 240);
    sum2 += x * x;
    EXPECT_LE(std::abs(wander(draws, "error", t + 1, 2.0, 240) - x), 0.35);
  }
  EXPECT_NEAR(std::sqrt(sum2 / n), 2.0, 0.1);
}

TEST(Draws, DependOnTheNameAlone) {
  Draws const a(1, "x/01"), b(1, "x/02"), other_seed(2, "x/01");
  EXPECT_EQ(a.bits("size"), Draws(1, "x/01").bits("size"));
  EXPECT_NE(a.bits("size"), b.bits("size"));
  EXPECT_NE(a.bits("size"), other_seed.bits("size"));
  EXPECT_NE(a.bits("size"), a.bits("name"));
  double mean = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i)
    mean += a.uniform("u", 0, 1, i) / 10'000;
  EXPECT_NEAR(mean, 0.5, 0.02);
}

} // namespace
} // namespace dalian::synth
