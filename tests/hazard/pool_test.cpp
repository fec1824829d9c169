#include "twin/hazard/pool.hpp"

#include "twin/hazard/outflow.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace dalian::hazard {
namespace {

// No published worked figure at hand: closed forms and balances.
TEST(Pool, SpreadSolvesItsEquation) {
  double const volume = 20, start = 1, dt = 1e-3;
  double radius = start;
  for (double t = 0; t < 30; t += dt)
    radius += dt * std::sqrt(2 * kGravity * volume / (std::numbers::pi * radius * radius));
  EXPECT_NEAR(spread_radius_m(volume, start, 30) / radius, 1, 1e-3);
  EXPECT_EQ(spread_radius_m(volume, start, 0), start);
}

TEST(Pool, EvaporationGrowsWithWindAndPressure) {
  PoolLiquid const benzene{877, .07811, 10e3, 293, .8};
  double const one = evaporation_kg_m2s(benzene, 2, 5);
  // k = 0.004786 · 2^0.78 · 10^-0.11 · 0.8^-0.67 = 0.00741 m/s; vapour 0.3207 kg/m³.
  EXPECT_NEAR(one, .0074088 * .32066, 1e-5);
  EXPECT_NEAR(evaporation_kg_m2s(benzene, 4, 5) / one, std::pow(2, .78), 1e-12);
  EXPECT_LT(evaporation_kg_m2s(benzene, 2, 50), one);
}

TEST(Pool, BoilingSlowsAsTheGroundCools) {
  Ground const ground = concrete(288);
  double const first = boiling_kg_m2s(240, 1.37e6, ground, 10);
  EXPECT_NEAR(first / boiling_kg_m2s(240, 1.37e6, ground, 40), 2, 1e-12);
  EXPECT_EQ(boiling_kg_m2s(300, 1e6, ground, 10), 0);
}

TEST(Pool, BalanceHolds) {
  PoolLiquid const liquid{870, .078, 1e4, 293, .8};
  Spill const spill{2, .01, 0};
  auto const steps = evaporate(spill, liquid, 5, 7200);
  double gone = 0;
  for (auto const& step : steps)
    gone += step.rate_kg_s * 7200 / 200;
  EXPECT_NEAR(gone + steps.back().left_kg, 2 * 870, 1e-6);
  EXPECT_NEAR(steps.back().radius_m, std::sqrt(2 / (std::numbers::pi * .01)), 1e-9);
  auto const bunded = evaporate({2, .01, 3}, liquid, 5, 7200);
  EXPECT_EQ(bunded.back().radius_m, 3);
  EXPECT_GT(bunded.back().left_kg, steps.back().left_kg);
}

} // namespace
} // namespace dalian::hazard
