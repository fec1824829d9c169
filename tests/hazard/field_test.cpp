#include "twin/hazard/field.hpp"

#include "twin/hazard/harm.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <random>

namespace dalian::hazard {
namespace {

double chlorine(double kg_m3) {
  return share_of(toxic_probit({-6.35, .5, 2.75}, kg_m3 * 1e6, 30));
}

std::vector<WeatherCase> rose(int directions) {
  std::vector<WeatherCase> cases;
  for (int d = 0; d < directions; ++d)
    for (int s = 0; s < 6; ++s)
      cases.push_back(
          {2 * std::numbers::pi * d / directions, s < 4 ? 4.0 : 1.5, static_cast<Stability>(s), 1e-6 * (1 + d % 3)});
  return cases;
}

TEST(Field, IsThatOfTheFormula) {
  unsigned const seed = std::random_device{}();
  RecordProperty("seed", static_cast<int>(seed));
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> place(-100, 500), height(0, 20), angle(0, 6.28);
  for (auto const curves : {Curves::briggs_rural, Curves::briggs_urban, Curves::ccps}) {
    GasSource const source{place(random), place(random), height(random), 5, curves};
    auto cases = rose(16);
    for (auto& c : cases)
      c.toward_rad += angle(random);
    Grid const grid{0, 0, 5, 80, 80};
    auto const wanted = exposure_by_formula(grid, source, cases, chlorine),
               got = exposure(grid, source, cases, chlorine, 2);
    double most_risk = 0;
    for (float const r : wanted.risk_per_a)
      most_risk = std::max<double>(most_risk, r);
    for (std::size_t i = 0; i < grid.cells(); ++i) {
      MapPoint const p{grid.west_m + 5.0 * static_cast<double>(i % 80),
                       grid.south_m + 5.0 * static_cast<double>(i / 80)};
      if (distance_m(p, {source.east_m, source.north_m}) < 2) continue;
      if (wanted.highest_kg_m3[i] > 1e-12) {
        ASSERT_NEAR(got.highest_kg_m3[i] / wanted.highest_kg_m3[i], 1, 1e-3) << i;
      }
      ASSERT_NEAR(got.risk_per_a[i], wanted.risk_per_a[i], 1e-3 * most_risk) << i;
    }
  }
}

TEST(Field, SameForAnyNumberOfThreads) {
  GasSource const source{50, 60, 2, 5, Curves::briggs_rural};
  Grid const grid{0, 0, 2, 101, 77};
  auto const cases = rose(16);
  auto const one = exposure(grid, source, cases, chlorine, 1), three = exposure(grid, source, cases, chlorine, 3);
  EXPECT_EQ(one.highest_kg_m3, three.highest_kg_m3);
  EXPECT_EQ(one.risk_per_a, three.risk_per_a);
}

TEST(Field, NothingUpwind) {
  Grid const grid{-100, -100, 10, 21, 21};
  WeatherCase const north{0, 3, Stability::d, 1};
  auto const field = exposure(grid, {0, 0, 0, 1, Curves::briggs_rural}, std::span(&north, 1), chlorine, 1);
  for (std::size_t i = 0; i < 10 * 21; ++i)
    EXPECT_EQ(field.highest_kg_m3[i], 0);
  EXPECT_GT(field.highest_kg_m3[20 * 21 + 10], 0) << "due north of it";
}

TEST(Field, RadialIsAddedByDistance) {
  Grid const grid{-50, -50, 1, 101, 101};
  std::vector<float> risk(grid.cells(), 1e-7F);
  add_radial(
      grid, {0, 0}, 1e-5, 30, [](double r) { return 1 - r / 30; }, risk);
  EXPECT_NEAR(risk[50 * 101 + 50], 1.01e-5, 1e-10);
  EXPECT_NEAR(risk[50 * 101 + 65], .5e-5 + 1e-7, 1e-10);
  EXPECT_EQ(risk[50 * 101 + 90], 1e-7F);
}

} // namespace
} // namespace dalian::hazard
