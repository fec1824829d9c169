#include "twin/hazard/plume.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace dalian::hazard {
namespace {

constexpr Plume kBookPlume{.1, 0, 2, Stability::f, Curves::ccps};

// CCPS, Guidelines for Consequence Analysis of Chemical Releases (1999), p. 97; digits as GasDispersion.jl has them.
TEST(Plume, WorkedExampleOfTheBook) {
  EXPECT_NEAR(concentration(kBookPlume, 500, 0, 0) / 1.0346728324507407e-4, 1, 1e-12);
}

// The same book, p. 101: 1 kg, class F, 2 m/s, after 250 s at 500 m. The book prints sigma_y 6.1; its own formula gives
// 5.0479, as GasDispersion.jl also notes.
TEST(Puff, WorkedExampleOfTheBook) {
  Puff const puff{1, 0, 2, Stability::f};
  double const across = 5.047929716825321, up = 2.214836678536473;
  double const wanted = 1 / (std::sqrt(2 * std::numbers::pi) * std::numbers::pi * across * across * up);
  EXPECT_NEAR(concentration(puff, 250, 500, 0, 0) / wanted, 1, 1e-12);
  EXPECT_EQ(concentration(puff, -250, 500, 0, 0), 0);
}

TEST(Plume, CarriesAllThatIsReleased) {
  for (auto const curves : {Curves::briggs_rural, Curves::briggs_urban, Curves::ccps}) {
    Plume const plume{3, 12, 4, Stability::d, curves};
    Spread const s = plume_spread(700, plume.stability, curves);
    double flux = 0;
    double const dy = s.across / 20, dz = s.up / 20;
    for (double y = -8 * s.across; y < 8 * s.across; y += dy)
      for (double z = dz / 2; z < plume.height_m + 8 * s.up; z += dz)
        flux += plume.wind_mps * concentration(plume, 700, y + dy / 2, z) * dy * dz;
    EXPECT_NEAR(flux / plume.rate_kg_s, 1, 1e-3);
  }
}

TEST(Puff, HoldsAllThatIsReleasedAndItsDoseIsThatOfAPlume) {
  Puff const puff{50, 0, 3, Stability::e};
  double const t = 200;
  Spread const s = puff_spread(600, puff.stability);
  double mass = 0;
  double const dx = s.along / 6, dy = s.across / 6, dz = s.up / 6;
  for (double x = 600 - 6 * s.along; x < 600 + 6 * s.along; x += dx)
    for (double y = -6 * s.across; y < 6 * s.across; y += dy)
      for (double z = dz / 2; z < 6 * s.up; z += dz)
        mass += concentration(puff, t, x + dx / 2, y + dy / 2, z) * dx * dy * dz;
  EXPECT_NEAR(mass / puff.mass_kg, 1, 1e-3);
  // Frozen at the moment it passes, the integral over time is M/(2 pi u sy sz) · 2 at the ground.
  EXPECT_NEAR(dose(puff, 600, 0), 50 / (std::numbers::pi * 3 * s.across * s.up), 1e-12);
}

TEST(Puff, AWideCloudIsThinner) {
  Puff puff{1, 0, 2, Stability::f};
  double const thin = concentration(puff, 100, 200, 0, 0);
  puff.start_sigma_m = 50;
  Spread const s = puff_spread(200, Stability::f);
  double const factor =
      (s.across / std::hypot(s.across, 50)) * (s.along / std::hypot(s.along, 50)) * (s.up / std::hypot(s.up, 50));
  EXPECT_NEAR(concentration(puff, 100, 200, 0, 0) / thin, factor, 1e-12);
}

TEST(Plume, ContourIsWhereTheConcentrationIs) {
  Plume const plume{2, 3, 2, Stability::e, Curves::briggs_rural};
  double const reach = reach_m(plume, 1.5, 1e-5, 50000);
  ASSERT_GT(reach, 1000);
  EXPECT_NEAR(concentration(plume, reach, 0, 1.5) / 1e-5, 1, 1e-9);
  double const half = half_width_m(plume, reach / 2, 1.5, 1e-5);
  EXPECT_NEAR(concentration(plume, reach / 2, half, 1.5) / 1e-5, 1, 1e-9);
  EXPECT_LT(half_width_m(plume, reach * 1.01, 1.5, 1e-5), 0);
  EXPECT_EQ(reach_m(plume, 1.5, 1e9, 50000), 0);
  EXPECT_EQ(concentration(plume, -5, 0, 0), 0);
}

} // namespace
} // namespace dalian::hazard
