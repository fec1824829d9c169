#include "twin/view/mover_fields.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numbers>
#include <random>

namespace dalian::view {
namespace {

Instant const kNow = parse_utc("2026-09-26T08:40:00Z").value();

Mover at(double east_m, double north_m) {
  Mover m;
  m.handle = 1;
  m.shape = Shape::car;
  m.provenance = Provenance::synthetic;
  m.t0 = kNow;
  m.until = kNow + std::chrono::minutes(10);
  m.position = {380000 + east_m, 4340000 + north_m};
  return m;
}

std::vector<Mover> crowd(unsigned seed, std::size_t count) {
  std::mt19937 random(seed);
  std::normal_distribution<double> where(0, 1500);
  std::vector<Mover> movers;
  for (std::size_t i = 0; i < count; ++i)
    movers.push_back(at(where(random), where(random)));
  return movers;
}

Field density_of(std::vector<Mover> const& movers) {
  MoverMemory memory(std::chrono::minutes(5));
  memory.look(kNow, movers);
  return memory.density(600).value();
}

TEST(Density, IsBitForBitTheSameInAnyOrder) {
  auto movers = crowd(99, 400);
  auto const first = density_of(movers);
  std::shuffle(movers.begin(), movers.end(), std::mt19937(5));
  auto const second = density_of(movers);
  ASSERT_EQ(first.grids[0].value.size(), second.grids[0].value.size());
  for (std::size_t i = 0; i < first.grids[0].value.size(); ++i)
    EXPECT_EQ(std::bit_cast<std::uint32_t>(first.grids[0].value[i]),
              std::bit_cast<std::uint32_t>(second.grids[0].value[i]));
}

TEST(Density, IsTheKernelSum) {
  auto const movers = crowd(4, 60);
  auto const field = density_of(movers);
  FieldGrid const& g = field.grids[0];
  for (std::uint32_t row = 0; row < g.rows; row += 7)
    for (std::uint32_t column = 0; column < g.columns; column += 7) {
      MapPoint const p{g.origin.east_m + column * g.spacing_m, g.origin.north_m + row * g.spacing_m};
      double sum = 0; // biweight kernel: 3 / (π h²) (1 − (r/h)²)²
      for (Mover const& m : movers) {
        double const u = distance_m(p, m.position) / 600;
        if (u < 1) sum += 3 / (std::numbers::pi * 0.36) * (1 - u * u) * (1 - u * u);
      }
      float const v = g.value[std::size_t{row} * g.columns + column];
      EXPECT_NEAR(std::isnan(v) ? 0 : v, sum, 1e-4) << "seed 4";
    }
}

TEST(Density, HoldsAsManyAsThereAre) {
  auto const movers = crowd(12, 250);
  auto const field = density_of(movers);
  double sum = 0;
  for (float const v : field.grids[0].value)
    sum += std::isnan(v) ? 0 : static_cast<double>(v);
  double const cell_km2 = field.grids[0].spacing_m * field.grids[0].spacing_m / 1e6;
  EXPECT_NEAR(sum * cell_km2, 250, 2.5) << "the integral over the map";
  EXPECT_EQ(field.info.kind, Provenance::synthetic);
}

TEST(Density, IsTheMeanOverTheWindowAndForgets) {
  MoverMemory memory(std::chrono::seconds(10));
  std::vector<Mover> const one{at(0, 0)}, none;
  EXPECT_TRUE(memory.look(kNow, one));
  EXPECT_FALSE(memory.look(kNow + std::chrono::milliseconds(500), one)) << "too soon";
  EXPECT_TRUE(memory.look(kNow + std::chrono::seconds(1), none));
  double const top = 3 / (std::numbers::pi * 0.36);
  auto const field = memory.density(600).value();
  EXPECT_NEAR(*field.grids[0].at(one[0].position), top / 2, 0.03) << "half the time";
  EXPECT_TRUE(memory.look(kNow + std::chrono::seconds(20), none));
  EXPECT_EQ(memory.looks(), 1U);
  auto const empty = memory.density();
  ASSERT_FALSE(empty);
  EXPECT_NE(empty.error().find("start a feed"), std::string::npos);
  EXPECT_TRUE(memory.look(kNow, one)) << "the clock was set back";
  EXPECT_EQ(memory.looks(), 1U);
}

TEST(Density, FollowsMoversAndLeavesOutWhatIsNone) {
  auto moving = at(0, 0);
  moving.velocity_east_mps = 10;
  auto stale = at(3000, 0), buoy = at(-3000, 0);
  stale.freshness = Freshness::stale;
  buoy.shape = Shape::buoy;
  MoverMemory memory(std::chrono::minutes(5));
  memory.look(kNow + std::chrono::seconds(100), std::vector{moving, stale, buoy});
  auto const field = memory.density(600).value();
  EXPECT_GT(field.grids[0].at(at(1000, 0).position).value_or(0), 2.5F) << "10 m/s for 100 s";
  EXPECT_FALSE(field.grids[0].at(stale.position));
  EXPECT_FALSE(field.grids[0].at(buoy.position));
}

TEST(ObservationAge, IsThatOfTheNewestNearby) {
  auto old = at(0, 0), young = at(400, 0), far = at(9000, 0);
  old.t0 = kNow - std::chrono::seconds(50);
  young.t0 = kNow - std::chrono::seconds(5);
  far.t0 = kNow - std::chrono::seconds(80);
  auto const field = observation_age(kNow, std::vector{old, young, far}, 600);
  ASSERT_TRUE(field);
  EXPECT_FLOAT_EQ(*field->grids[0].at(young.position), 5);
  EXPECT_FLOAT_EQ(*field->grids[0].at(at(-400, 0).position), 50) << "only the old one reaches there";
  EXPECT_FLOAT_EQ(*field->grids[0].at(far.position), 80);
  EXPECT_FALSE(observation_age(kNow, {}));
}

} // namespace
} // namespace dalian::view
