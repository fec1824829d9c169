#include "twin/hazard/harm.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::hazard {
namespace {

// Finney's table: probit 5 = 50 %, 2.67 = 1 %, 7.33 = 99 %.
TEST(Harm, ProbitsAndShares) {
  EXPECT_DOUBLE_EQ(share_of(5), .5);
  EXPECT_NEAR(share_of(2.67), .01, 1e-4);
  EXPECT_NEAR(share_of(7.33), .99, 1e-4);
  for (double const share : {1e-6, .01, .3, .5, .999})
    EXPECT_NEAR(share_of(probit_of(share)) / share, 1, 1e-9);
  EXPECT_EQ(share_of(-INFINITY), 0);
}

// CPR 18E: 1 % die of 20 s of 9.8 kW/m² in the open, all who are in 35 kW/m² are taken to die (the formula: 98 %).
TEST(Harm, Heat) {
  EXPECT_NEAR(share_of(heat_probit(9.8e3, 20)), .01, .002);
  EXPECT_GT(share_of(heat_probit(37.5e3, 20)), .97);
  EXPECT_EQ(heat_probit(1e4, 60), heat_probit(1e4, 20)) << "after 20 s one has run";
  EXPECT_EQ(share_of(heat_probit(0, 20)), 0);
}

// Half die of lung damage at 144 543 Pa: the hand calculation of the tests of Sandia's HyRAM+.
TEST(Harm, Blast) {
  EXPECT_NEAR(share_of(lung_probit(144542.867547)), .5, 1e-7);
}

// The constants of CPR 18E, by hand: (5 + 6.35)/0.5 = 22.7 = ln(C^2.75 · 30), so C = 1116 mg/m³; ammonia likewise.
TEST(Harm, Poison) {
  EXPECT_NEAR(lethal_mg_m3({-6.35, .5, 2.75}, .5, 30), 1116, 1);
  EXPECT_NEAR(lethal_mg_m3({-15.6, 1, 2}, .5, 30), 5428, 1);
  EXPECT_NEAR(share_of(toxic_probit({-15.6, 1, 2}, lethal_mg_m3({-15.6, 1, 2}, .1, 10), 10)), .1, 1e-9);
  EXPECT_NEAR(mg_m3_of_ppm(1, .0709, 298.15), 2.898, .002) << "chlorine: 1 ppm = 2.90 mg/m³ at 25 °C";
  EXPECT_NEAR(indoors_share(1, 60), 1 - std::exp(-1), 1e-12);
}

// ∫ (1 − e^(−λt))ⁿ dt by hand for n = 1 and 2.
TEST(Harm, AHouseShelters) {
  for (double const x : {.1, .5, 2.}) { // changes of air while the cloud passes
    double const one = 1 - (1 - std::exp(-x)) / x,
                 two = 1 - 2 * (1 - std::exp(-x)) / x + (1 - std::exp(-2 * x)) / (2 * x);
    EXPECT_NEAR(shelter_factor(60 * x / 30, 30, 1) * one, 1, 1e-5) << x;
    EXPECT_NEAR(shelter_factor(60 * x / 30, 30, 2) * std::sqrt(two), 1, 1e-4) << x;
  }
  EXPECT_GT(shelter_factor(1, 10, 2), shelter_factor(1, 30, 2)) << "the longer, the less";
  EXPECT_NEAR(shelter_factor(1e6, 30, 2), 1, 1e-1) << "in the open";
}

// AEGL-2 of chlorine: 2.8 ppm for 10 min, 2.0 for 60.
TEST(Harm, LevelsBetweenThePublishedTimes) {
  EXPECT_NEAR(level_at(2.8, 2, 10), 2.8, 1e-12);
  EXPECT_NEAR(level_at(2.8, 2, 60), 2, 1e-12);
  EXPECT_NEAR(level_at(2.8, 2, std::sqrt(600)), std::sqrt(5.6), 1e-12);
  EXPECT_NEAR(level_at(2.8, 2, 3), 2.8, 1e-12);
  EXPECT_NEAR(level_at(2.8, 2, 200), 2, 1e-12);
}

} // namespace
} // namespace dalian::hazard
