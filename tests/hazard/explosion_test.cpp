#include "twin/hazard/explosion.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::hazard {
namespace {

// Tang and Baker (1999): detonation, R = 1: 0.395 of the air's pressure; Mf 0.35: 0.0912.
TEST(Explosion, PointsOfTheCurves) {
  double const energy = 5e9, unit = std::cbrt(2 * energy / 101325);
  EXPECT_NEAR(blast_Pa(energy, 5.2, unit), .395 * 101325, 1);
  EXPECT_NEAR(blast_Pa(energy, .35, unit), .0912 * 101325, 1);
  EXPECT_NEAR(blast_Pa(energy, .525, unit), (.0912 + .309) / 2 * 101325, 1) << "half way between .35 and .7";
}

// Medium fuel, medium congestion, free expansion: Mach 0.44 (CCPS 2010, table; used by the worked butane example).
TEST(Explosion, FlameSpeeds) {
  EXPECT_EQ(flame_mach(Reactivity::medium, Congestion::medium, Expansion::free), .44);
  EXPECT_EQ(flame_mach(Reactivity::high, Congestion::high, Expansion::free), 5.2);
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 3; ++c)
      for (int e = 0; e < 2; ++e)
        EXPECT_LE(flame_mach(Reactivity(r), Congestion(c), Expansion(e)),
                  flame_mach(Reactivity(r), Congestion(c), Expansion(e + 1)));
}

TEST(Explosion, ScalesWithTheCubeRootAndFallsWithDistance) {
  for (double const mach : {.1, .3, .44, .9, 1.6, 5.2}) {
    EXPECT_NEAR(blast_Pa(8e9, mach, 200) / blast_Pa(1e9, mach, 100), 1, 1e-12);
    double last = 1e9;
    for (double r = 20; r < 5000; r *= 1.1) {
      double const p = blast_Pa(1e9, mach, r);
      EXPECT_LE(p, last * 1.005) << mach << ' ' << r;
      last = p;
    }
    double const reach = blast_reach_m(1e9, mach, 1000);
    EXPECT_NEAR(blast_Pa(1e9, mach, reach) / 1000, 1, 1e-6) << mach;
  }
  EXPECT_EQ(blast_reach_m(1e9, .1, 1e6), 0);
  EXPECT_EQ(cloud_energy_J(100), 350e6);
}

} // namespace
} // namespace dalian::hazard
