// The sun's way against the figures that the project derived for 39.0° N, and against its own position by the clock.
#include "twin/base/sun.hpp"
#include "twin/sun/path.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <random>

namespace dalian::sun {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kDalian = 39.0 * kDegree;

/// Nautical almanacs give the declination of 20 January as 20.2° south, of the solstices as 23.44°.
TEST(SunPath, DeclinationsAreThoseOfAlmanacs) {
  EXPECT_NEAR(declination_rad(1, 20) / kDegree, -20.2, 0.1);
  EXPECT_NEAR(declination_rad(12, 22) / kDegree, -23.43, 0.02);
  EXPECT_NEAR(declination_rad(6, 21) / kDegree, 23.43, 0.02);
  EXPECT_NEAR(declination_rad(3, 20) / kDegree, 0, 0.3);
  EXPECT_NEAR(declination_rad(20.0), declination_rad(1, 20), 1e-12);
  EXPECT_NEAR(declination_rad(356.0), declination_rad(12, 22), 1e-12);
}

TEST(SunPath, IntegralsAreThoseOfSmallSteps) {
  Wave const wave{0.3, -1.2, 0.7};
  double sum = 0;
  for (int k = 0; k < 10000; ++k)
    sum += wave.at(-1 + (k + 0.5) * 1e-4) * 1e-4;
  EXPECT_NEAR(integral(wave, {{-1, -0.2}, {-0.2, 0}}), sum, 1e-8);
}

/// 90° - 39° + declination at noon; 8.4° at 8 and 16 h of the Great Cold, for a declination of -20.2° ± 0.2°.
TEST(SunPath, ElevationsAt39North) {
  Path const cold = make_path(kDalian, declination_rad(1, 20), 0, {8, 16});
  EXPECT_NEAR(elevation_rad(cold, 0) / kDegree, 30.8, 0.1);
  EXPECT_NEAR(elevation_rad(cold, -60 * kDegree) / kDegree, 8.4, 0.15);
  EXPECT_NEAR(elevation_rad(cold, 60 * kDegree) / kDegree, 8.4, 0.15);
  EXPECT_NEAR(to_hours(cold.window_rad.to - cold.window_rad.from), 8, 1e-12);
  EXPECT_NEAR(elevation_rad(make_path(kDalian, declination_rad(12, 22), 0, {9, 15}), 0) / kDegree, 27.6, 0.1);
  EXPECT_NEAR(elevation_rad(make_path(kDalian, declination_rad(6, 21), 0, {6, 18}), 0) / kDegree, 74.4, 0.1);
}

TEST(SunPath, ADayEndsAtTheHorizon) {
  Path const day = make_path(kDalian, declination_rad(1, 20), 0, {0, 24});
  double const half = std::acos(-std::tan(kDalian) * std::tan(declination_rad(1, 20))); // Meeus (15.1)
  EXPECT_NEAR(day.window_rad.to, half, 1e-12);
  EXPECT_NEAR(day.window_rad.from, -half, 1e-12);
  Path const night = make_path(80 * kDegree, declination_rad(1, 20), 0, {8, 16});
  EXPECT_EQ(night.window_rad.to, night.window_rad.from);
}

/// The direction is that of twin/base/sun at the same instant, whose hour angle follows from the equation of time.
TEST(SunPath, DirectionsAreThoseOfTheClock) {
  GeoPoint const where{121.6, 39};
  for (char const* utc : {"2026-01-20T00:30:00Z", "2026-01-20T04:00:00Z", "2026-01-20T07:45:00Z"}) {
    Instant const t = *parse_utc(utc);
    SunPosition const sun = sun_position(t, where);
    double const declination = sun_equatorial(julian_day(t) + kTerrestrialMinusUtc_s / 86400).declination_rad;
    Path const path = make_path(kDalian, declination, 3 * kDegree, {8, 16});
    // the hour angle by Meeus (13.5) turned about
    double const s = std::sin(sun.azimuth_rad - std::numbers::pi) * std::cos(sun.elevation_rad),
                 c = std::cos(sun.azimuth_rad - std::numbers::pi) * std::cos(sun.elevation_rad) * std::sin(kDalian) +
                     std::sin(sun.elevation_rad) * std::cos(kDalian);
    Direction const d = direction(path, std::atan2(s, c));
    EXPECT_NEAR(d.z, std::sin(sun.elevation_rad), 1e-6) << utc;
    EXPECT_NEAR(std::atan2(d.x, d.y), std::remainder(sun.azimuth_rad - 3 * kDegree, 2 * std::numbers::pi), 1e-5) << utc;
  }
}

TEST(SunPath, WhereAWaveIsNotBelow0) {
  constexpr std::uint32_t kSeed = 5;
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> draw(-1, 1);
  for (int n = 0; n < 2000; ++n) {
    Wave const wave{draw(random), draw(random), draw(random)};
    Span const window{-2 + draw(random), 2 + draw(random)};
    auto const spans = not_below_0(wave, window);
    for (int k = 0; k < 100; ++k) {
      double const t = window.from + (k + 0.5) / 100 * (window.to - window.from);
      bool in = false;
      for (Span const s : spans)
        in = in || (t >= s.from && t <= s.to);
      if (std::abs(wave.at(t)) > 1e-9) {
        ASSERT_EQ(in, wave.at(t) > 0) << "seed " << kSeed << " wave " << n;
      }
    }
  }
}

} // namespace
} // namespace dalian::sun
