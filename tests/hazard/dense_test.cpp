#include "twin/hazard/dense.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::hazard {
namespace {

constexpr double kBoxOfAir = 101325 * .0289652 / 8.31446261815324; // ρT of dry air, as the peer has it

// CCPS (1999), p. 122: 97.888 kg/s of LNG vapour of 1.76 kg/m³ and −162 °C in 10.9 m/s. Shares as GasDispersion.jl has
// them, which are the book's curves; the middle one is the example.
DenseSource lng() {
  double const rate = .23 * 425.6 / 1.76;
  return {rate, 1.76, 273.15 - 162, 1, kBoxOfAir / 298, 298, 10.9, 0};
}

TEST(Dense, PlumeOfTheBook) {
  DenseSource const source = lng();
  DenseCloud const cloud = dense_plume(source);
  EXPECT_NEAR(cloud.at(2.26 * 20) / .6720234544594696, 1, 2e-3);
  EXPECT_NEAR(cloud.at(367) / .050717667650511944, 1, 1e-2) << "the book: 5 % at 367 m";
  EXPECT_NEAR(cloud.at(1200) / .004921409669656286, 1, 2e-2);
  EXPECT_TRUE(cloud.in_range());
  EXPECT_NEAR(cloud.at(cloud.reach_m(.05)), .05, 1e-9);
}

// Potchefstroom, in the workbook of Britter and McQuaid: 72 500 m³ of ammonia and air of 1.434 kg/m³ in 2 m/s.
TEST(Dense, PuffOfTheWorkbook) {
  DenseSource const source{7.25e4, 1.434, 293.15, 1, kBoxOfAir / 293.15, 293.15, 2, 0};
  EXPECT_TRUE(is_dense_puff(source));
  DenseCloud const cloud = dense_puff(source);
  double const root = std::sqrt(reduced_gravity(source) * source.volume);
  auto const front = [&](double t) {
    double const r0 = std::cbrt(3 * source.volume / (4 * 3.14159265358979));
    return .4 * 2 * t + std::sqrt(r0 * r0 + 1.2 * root * t);
  };
  EXPECT_NEAR(cloud.at(front(124)) * 16.4 / 16.4 / .1, 1, .02) << "10 % where the workbook has it";
  EXPECT_NEAR(cloud.at(front(1396)) / (.00018497619507887978 * 16.4), 1, .03);
}

TEST(Dense, LightGasIsNotDense) {
  DenseSource source = lng();
  EXPECT_TRUE(is_dense_plume(source));
  source.density_kg_m3 = .6;
  EXPECT_FALSE(is_dense_plume(source));
  EXPECT_FALSE(is_dense_puff(source));
}

TEST(Dense, FallsSteadilyAndMeetsItsFarEnd) {
  DenseCloud const cloud = dense_plume(lng());
  double last = 2;
  for (double x = 1; x < 20000; x *= 1.05) {
    EXPECT_LE(cloud.at(x), last + 1e-12) << x;
    last = cloud.at(x);
  }
  EXPECT_NEAR(cloud.at(20000) / cloud.at(10000), .25, .02) << "as 1/x² far away";
  EXPECT_EQ(cloud.reach_m(1.5), 0);
  EXPECT_GT(dense_half_width_m(lng(), 500), dense_half_width_m(lng(), 100));
}

} // namespace
} // namespace dalian::hazard
