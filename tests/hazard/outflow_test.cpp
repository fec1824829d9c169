#include "twin/hazard/outflow.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::hazard {
namespace {

// CCPS (1999), p. 40: 490 kg/m³, 10 mm, coefficient 0.63, 19 610 Pa above the air; digits as GasDispersion.jl has them.
TEST(Outflow, LiquidOfTheBook) {
  EXPECT_NEAR(liquid_rate_kg_s({.01, .63}, 490, 120935.0368, 0) / .21691154763598, 1, 1e-9);
  // A head gives the same as its pressure.
  EXPECT_NEAR(liquid_rate_kg_s({.01, .63}, 490, kAtmosphere_Pa, 4) /
                  liquid_rate_kg_s({.01, .63}, 490, kAtmosphere_Pa + 490 * kGravity * 4, 0),
              1, 1e-12);
  EXPECT_EQ(liquid_rate_kg_s({.01, .63}, 490, kAtmosphere_Pa - 1e4, 0), 0);
}

// CCPS (1999), p. 47: 8.90 kg/m³ at 501 kPa and 298 K, γ 1.15, 10 mm, coefficient 0.85: choked.
TEST(Outflow, GasOfTheBook) {
  GasState inside{501e3, 298, 0, 1.15, 1};
  inside.molar_mass_kg = 8.90 * kGasConstant * 298 / 501e3;
  GasJet const jet = gas_jet({.01, .85}, inside);
  EXPECT_TRUE(jet.choked);
  EXPECT_NEAR(jet.rate_kg_s / .09002799947040846, 1, 1e-9);
  EXPECT_NEAR(jet.exit_pressure_Pa / 287766.01316878956, 1, 1e-9);
  EXPECT_NEAR(jet.exit_temperature_K / 277.2093023255814, 1, 1e-9);
}

TEST(Outflow, GasAtTheEdgeOfChokingIsContinuous) {
  GasState inside{0, 300, .029, 1.4, 1};
  double const critical = kAtmosphere_Pa * std::pow(1.2, 3.5);
  inside.pressure_Pa = critical * (1 + 1e-9);
  GasJet const above = gas_jet({.02, 1}, inside);
  inside.pressure_Pa = critical * (1 - 1e-9);
  GasJet const below = gas_jet({.02, 1}, inside);
  EXPECT_TRUE(above.choked);
  EXPECT_FALSE(below.choked);
  EXPECT_NEAR(above.rate_kg_s / below.rate_kg_s, 1, 1e-7);
  inside.pressure_Pa = kAtmosphere_Pa;
  EXPECT_EQ(gas_jet({.02, 1}, inside).rate_kg_s, 0);
}

TEST(Outflow, ChokedVesselEmptiesByItsTimeConstant) {
  GasState inside{5e6, 300, .016, 1.3, 1};
  double const tau = choked_time_constant_s({.01, .9}, inside, 10);
  double mass = inside.density() * 10, t = 0;
  double const start = mass;
  for (; inside.pressure_Pa > 5e5; t += tau / 1000) {
    mass -= gas_jet({.01, .9}, inside).rate_kg_s * tau / 1000;
    inside.pressure_Pa = 5e6 * mass / start;
  }
  EXPECT_NEAR(t / (tau * std::log(10)), 1, 2e-3);
}

// Propane-like: the limits of the formulas. (No published worked figure at hand.)
TEST(Outflow, TwoPhaseLiesBetweenItsLimits) {
  BoilingLiquid liquid{298, 231, 9.5e5, 9.5e5, 493, 20.6, 4.3e5, 2500};
  EXPECT_NEAR(flash_share(liquid), 2500 * 67 / 4.3e5, 1e-12);
  EXPECT_NEAR(airborne_share(liquid), 2 * 2500 * 67 / 4.3e5, 1e-12);
  double const saturated = two_phase_rate_kg_s({.05, .6}, liquid);
  EXPECT_LT(saturated, liquid_rate_kg_s({.05, .6}, 493, 9.5e5, 0)) << "vapour in the hole chokes the flow";
  liquid.pressure_Pa = 9.5e5 + 50e5;
  double const pushed = two_phase_rate_kg_s({.05, .6}, liquid);
  double const cold = liquid_rate_kg_s({.05, .6}, 493, kAtmosphere_Pa + 50e5, 0);
  EXPECT_GT(pushed, cold);
  EXPECT_LT(pushed, 1.1 * cold) << "far above its vapour pressure it flows as a liquid";
  liquid.temperature_K = 200;
  EXPECT_EQ(flash_share(liquid), 0) << "below its boiling point nothing flashes";
}

} // namespace
} // namespace dalian::hazard
