// Against planes whose section is known, and against a walk in small steps.
#include "renderer/workplaces/section.hpp"

#include "renderer/workplaces/measuring.hpp"
#include "tests/support/test_terrain.hpp"
#include "twin/plan/polygon.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace dalian::workplaces {
namespace {

constexpr MapPoint kHere{400e3, 4.35e6};
constexpr double kScale = 0.9996; // of the map, within 2e-4 here

MapPoint at(double east_m, double north_m) {
  return {kHere.east_m + east_m, kHere.north_m + north_m};
}

/// 10 km about `kHere` at 50 m; rises by `east` and `north`, 0 at `kHere`.
view::Terrain plane(double east, double north) {
  view::Terrain terrain;
  auto& grid = terrain.window;
  grid.origin = at(-5000, -5000);
  grid.spacing_m = 50;
  grid.columns = grid.rows = 201;
  for (std::uint32_t row = 0; row < grid.rows; ++row)
    for (std::uint32_t column = 0; column < grid.columns; ++column)
      grid.height_m.push_back(static_cast<float>(east * (column * 50.0 - 5000) + north * (row * 50.0 - 5000)));
  return terrain;
}

view::StandingBox box(double east_m, double north_m, double wide_m, double deep_m, double turned_rad, double top_m) {
  view::StandingBox out;
  out.middle = at(east_m, north_m);
  double const c = std::cos(turned_rad), s = std::sin(turned_rad);
  for (auto const& [x, y] : {std::pair(-0.5, -0.5), {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}})
    out.outline.push_back(at(east_m + c * x * wide_m - s * y * deep_m, north_m + s * x * wide_m + c * y * deep_m));
  out.reach_m = std::hypot(wide_m, deep_m) / 2;
  out.top_m = top_m;
  out.model = "hall";
  return out;
}

TEST(Section, APlaneIsAStraightLineFromTheSeaFloorUp) {
  auto const section = section_along({at(-2000, 0), at(3000, 0)}, plane(0.02, 0), {});
  EXPECT_NEAR(section.length_m(), 5000 / kScale, 1);
  EXPECT_LE(section.samples.size(), kMostSamples);
  EXPECT_GT(section.samples.size(), kMostSamples / 2);
  for (SectionSample const& s : section.samples)
    EXPECT_NEAR(s.ground_m, -40 + 100 * s.along_m / section.length_m(), 1e-3);
  EXPECT_NEAR(section.lowest_m.value(), -40, 1e-3);
  EXPECT_NEAR(section.highest_m.value(), 60, 1e-3);
  ASSERT_TRUE(section.steepest);
  EXPECT_NEAR(section.steepest->percent, 2 * kScale, 1e-3) << "metres of the ground are longer than those of the map";
  EXPECT_GT(section.steepest->along_m, 0.4 * section.length_m()) << "of dry ground";
}

TEST(Section, SaysHowFarEachPlaceIsAndSamplesIt) {
  std::vector const places{at(0, 0), at(300, 400), at(300, 1000), at(-500, 1000)};
  auto const section = section_along(places, plane(0, 0.01), {});
  ASSERT_EQ(section.places_m.size(), 4U);
  EXPECT_NEAR(section.places_m[1], 500 / kScale, 0.2);
  EXPECT_NEAR(section.places_m[2], 1100 / kScale, 0.4);
  EXPECT_NEAR(section.length_m(), measured(places).length_m, 1e-9);
  for (double const place_m : section.places_m)
    EXPECT_TRUE(std::ranges::any_of(section.samples, [&](auto const& s) { return s.along_m == place_m; }));
  EXPECT_NEAR(sample_at(section, section.places_m[1]).ground_m, 4, 1e-3);
  EXPECT_NEAR(distance_m(sample_at(section, section.places_m[2] + 400 / kScale).place, at(-100, 1000)), 0, 0.2);
  EXPECT_EQ(sample_at(section, -5).along_m, 0);
  EXPECT_EQ(sample_at(section, 1e9).along_m, section.length_m());
}

TEST(Section, ALineWithoutLengthHasNone) {
  EXPECT_TRUE(section_along({}, plane(0, 0), {}).samples.empty());
  EXPECT_TRUE(section_along({at(0, 0)}, plane(0, 0), {}).samples.empty());
  EXPECT_TRUE(section_along({at(0, 0), at(0, 0)}, plane(0, 0), {}).samples.empty());
  auto const twice = section_along({at(0, 0), at(0, 0), at(100, 0), at(100, 0)}, plane(0.1, 0), {});
  EXPECT_NEAR(twice.length_m(), 100 / kScale, 0.1);
  EXPECT_EQ(twice.places_m[0], twice.places_m[1]);
  EXPECT_EQ(twice.places_m[2], twice.places_m[3]);
  EXPECT_NEAR(twice.steepest.value().percent, 10 * kScale, 0.02);
}

TEST(Section, BeyondTheTerrainNothingIsKnown) {
  auto const section = section_along({at(4000, 0), at(6000, 0)}, plane(0.01, 0), {});
  EXPECT_NEAR(section.highest_m.value(), 50, 0.1) << "at the rim";
  EXPECT_TRUE(sample_at(section, 900).known);
  EXPECT_FALSE(sample_at(section, 1100).known);
  auto const outside = section_along({at(6000, 0), at(7000, 0)}, plane(0.01, 0), {});
  EXPECT_FALSE(outside.highest_m);
  EXPECT_FALSE(outside.steepest);
}

TEST(Section, AHouseOnTheLineStandsWhereItIs) {
  std::vector const houses{box(200, 0, 40, 20, 0, 15), box(200, 30, 40, 20, 0, 99)};
  auto const section = section_along({at(0, 0), at(1000, 0)}, plane(0, 0), houses);
  ASSERT_EQ(section.things.size(), 1U) << "the other is beside it";
  EXPECT_NEAR(section.things[0].from_m, 180 / kScale, 0.1);
  EXPECT_NEAR(section.things[0].to_m, 220 / kScale, 0.1);
  EXPECT_EQ(section.things[0].top_m, 15);
}

TEST(Section, AHouseAtAKinkIsOneAndOneThatIsLeftIsTwo) {
  std::vector const houses{box(500, 0, 100, 100, 0, 20)};
  auto const kinked = section_along({at(0, 0), at(500, 0), at(500, 400)}, plane(0, 0), houses);
  ASSERT_EQ(kinked.things.size(), 1U);
  EXPECT_NEAR(kinked.things[0].to_m - kinked.things[0].from_m, 100 / kScale, 0.1);
  auto const again = section_along({at(0, 0), at(1000, 0), at(0, 10)}, plane(0, 0), houses);
  EXPECT_EQ(again.things.size(), 2U);
}

TEST(Section, TheHighestOverAPlaceComesFirst) {
  std::vector const houses{box(200, 0, 40, 20, 0, 15), box(200, 0, 10, 10, 0, 60), box(700, 0, 10, 10, 0, 8)};
  auto const section = section_along({at(0, 0), at(1000, 0)}, plane(0, 0), houses);
  auto const there = things_at(section, 200 / kScale);
  ASSERT_EQ(there.size(), 2U);
  EXPECT_EQ(there[0]->top_m, 60);
  EXPECT_EQ(things_at(section, 185 / kScale).size(), 1U);
  EXPECT_TRUE(things_at(section, 500).empty());
}

TEST(Section, BoxesAreThoseThatAWalkMeets) {
  constexpr unsigned kSeed = 20261128;
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> place(-1500, 1500), side(5, 120), turn(-3, 3);
  for (int round = 0; round < 20; ++round) {
    std::vector<view::StandingBox> boxes;
    for (int i = 0; i < 60; ++i)
      boxes.push_back(box(place(random), place(random), side(random), side(random), turn(random), i));
    std::vector<MapPoint> const places{at(place(random), place(random)), at(place(random), place(random)),
                                       at(place(random), place(random))};
    auto const section = section_along(places, plane(0, 0), boxes);
    std::vector<double> walked(boxes.size()), told(boxes.size());
    for (std::size_t leg = 1; leg < places.size(); ++leg) {
      double const length_m = section.places_m[leg] - section.places_m[leg - 1];
      int const steps = static_cast<int>(length_m / 0.25);
      for (int k = 0; k < steps; ++k) {
        double const t = (k + 0.5) / steps;
        MapPoint const p{std::lerp(places[leg - 1].east_m, places[leg].east_m, t),
                         std::lerp(places[leg - 1].north_m, places[leg].north_m, t)};
        for (std::size_t i = 0; i < boxes.size(); ++i)
          if (plan::contains(boxes[i].outline, p)) walked[i] += length_m / steps;
      }
    }
    for (SectionThing const& thing : section.things)
      told[static_cast<std::size_t>(thing.top_m)] += thing.to_m - thing.from_m;
    for (std::size_t i = 0; i < boxes.size(); ++i)
      EXPECT_NEAR(told[i], walked[i], 1.1) << "box " << i << " of round " << round << ", seed " << kSeed;
    EXPECT_TRUE(std::ranges::is_sorted(section.things, {}, &SectionThing::from_m));
  }
}

TEST(Section, TheSteepestIsWhatAWalkOverHillsFinds) {
  view::Terrain terrain = test::island();
  for (auto* grid : {&terrain.window, &terrain.details[0]})
    grid->origin = {grid->origin.east_m + kHere.east_m, grid->origin.north_m + kHere.north_m};
  auto const section = section_along({at(100, 100), at(1500, 1200)}, terrain, {});
  double const length_m = section.length_m(), step_m = 0.5;
  double steepest = 0;
  for (double from_m = 0; from_m + kSlopeRun_m < length_m; from_m += step_m) {
    auto const height_m = [&](double along_m) {
      return static_cast<double>(
          terrain.height_at(at(100 + 1400 * along_m / length_m, 100 + 1100 * along_m / length_m)));
    };
    double const a = height_m(from_m), b = height_m(from_m + kSlopeRun_m);
    if (a >= 0 && b >= 0) steepest = std::max(steepest, 100 * std::abs(b - a) / kSlopeRun_m);
  }
  EXPECT_NEAR(section.steepest.value().percent, steepest, 0.1 * steepest);
}

TEST(Section, ALongLineWithManyPlacesStaysSmall) {
  std::vector<MapPoint> places;
  for (int i = 0; i < 200; ++i)
    places.push_back(at(20.0 * i, i % 2 == 0 ? 0 : 30));
  auto const section = section_along(places, plane(0.01, 0), {});
  EXPECT_LE(section.samples.size(), kMostSamples);
  EXPECT_TRUE(std::ranges::is_sorted(section.samples, {}, &SectionSample::along_m));
}

} // namespace
} // namespace dalian::workplaces
