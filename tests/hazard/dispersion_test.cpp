#include "twin/hazard/dispersion.hpp"

#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

namespace dalian::hazard {
namespace {

// Values at 1.2 m as GasDispersion.jl (test/utils) has them, worked from the same published coefficients.
TEST(Dispersion, BriggsAndCcpsCoefficients) {
  constexpr std::array<std::array<double, 2>, 6> kRural{{{.2639841614254575, .24},
                                                         {.19198848103669636, .144},
                                                         {.13199208071272875, .09598848207318536},
                                                         {.09599424051834818, .07193528734898633},
                                                         {.07199568038876113, .03598704466392099},
                                                         {.04799712025917409, .019193090487424527}}};
  constexpr std::array<std::array<double, 2>, 6> kUrban{{{.38390787316433456, .2881727481910807},
                                                         {.38390787316433456, .2881727481910807},
                                                         {.26393666280048, .24},
                                                         {.19195393658216728, .16796976816235135},
                                                         {.13196833140024, .09591371646531512},
                                                         {.13196833140024, .09591371646531512}}};
  constexpr std::array<std::array<double, 2>, 6> kCcps{{{.49842921341962687, 79.47756697338727},
                                                        {.3688140515374544, .15901388834172905},
                                                        {.247447127229602, .11437251727122057},
                                                        {.16025147287250416, .05115043235859766},
                                                        {.12018860465437811, .028796954615478678},
                                                        {.0794187446441675, .014462956106986533}}};
  constexpr std::array<std::array<double, 2>, 6> kPuff{{{.21287234847910436, .6879188103871441},
                                                        {.16556738215041453, .6054498545741843},
                                                        {.11826241582172466, .3869880921561032},
                                                        {.07095744949303479, .17041904657983328},
                                                        {.047304966328689864, .11258170198247626},
                                                        {.023523465599668385, .05588182287353654}}};
  for (std::size_t i = 0; i < 6; ++i) {
    auto const stability = static_cast<Stability>(i);
    auto const near = [](Spread s, std::array<double, 2> wanted) {
      EXPECT_NEAR(s.across / wanted[0], 1, 1e-12);
      EXPECT_NEAR(s.up / wanted[1], 1, 1e-12);
    };
    near(plume_spread(1.2, stability, Curves::briggs_rural), kRural[i]);
    near(plume_spread(1.2, stability, Curves::briggs_urban), kUrban[i]);
    near(plume_spread(1.2, stability, Curves::ccps), kCcps[i]);
    near(puff_spread(1.2, stability), kPuff[i]);
  }
}

TEST(Dispersion, WindGrowsWithHeight) {
  EXPECT_DOUBLE_EQ(wind_at(10, 4, Stability::d, Terrain::rural), 4);
  EXPECT_NEAR(wind_at(20, 4, Stability::f, Terrain::rural), 4 * std::pow(2, .55), 1e-12);
  EXPECT_NEAR(wind_at(20, 4, Stability::f, Terrain::urban), 4 * std::pow(2, .30), 1e-12);
  EXPECT_EQ(wind_at(0, 4, Stability::d, Terrain::rural), wind_at(1, 4, Stability::d, Terrain::rural));
}

TEST(Dispersion, ClassesOfTheEpaTables) {
  EXPECT_EQ(stability_by_day(1.5, 1000), Stability::a);
  EXPECT_EQ(stability_by_day(2.5, 700), Stability::b);
  EXPECT_EQ(stability_by_day(4, 200), Stability::c);
  EXPECT_EQ(stability_by_day(5.5, 1000), Stability::c);
  EXPECT_EQ(stability_by_day(7, 1000), Stability::c);
  EXPECT_EQ(stability_by_day(7, 100), Stability::d);
  EXPECT_EQ(stability_by_night(1, true), Stability::f);
  EXPECT_EQ(stability_by_night(2.2, true), Stability::e);
  EXPECT_EQ(stability_by_night(2.2, false), Stability::d);
  EXPECT_EQ(stability_by_night(6, true), Stability::d);
}

// Kasten and Czeplak (1980): overcast skies let a quarter through.
TEST(Dispersion, ClassBySunAndCloud) {
  EXPECT_NEAR(solar_w_m2(std::numbers::pi / 2, 0), 880, 1e-9);
  EXPECT_NEAR(solar_w_m2(1, 1) / solar_w_m2(1, 0), .25, 1e-12);
  EXPECT_EQ(solar_w_m2(-.1, 0), 0);
  EXPECT_EQ(stability_by_sky(1.5, 1.1, 0), Stability::a);
  EXPECT_EQ(stability_by_sky(1.5, 1.1, 1), Stability::b);
  EXPECT_EQ(stability_by_sky(1.5, -.2, .2), Stability::f);
  EXPECT_EQ(stability_by_sky(1.5, -.2, .9), Stability::e);
  EXPECT_EQ(stability_by_sky(7, -.2, .2), Stability::d);
}

} // namespace
} // namespace dalian::hazard
