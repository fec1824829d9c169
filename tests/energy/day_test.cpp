#include "twin/energy/day.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

namespace dalian::energy {
namespace {

constexpr std::uint32_t kSeed = 2026;

Day day_of(std::vector<double> demand, std::vector<double> free) {
  auto const hours = demand.size();
  return {std::move(demand), std::move(free), std::vector<double>(hours, 0.0), 0};
}

Dispatch solved(Day const& day, Fleet const& fleet, Emissions const& emissions = {0.5, 0.4, 0.9, 10, 0.11}) {
  LinearSolver solver;
  auto const done = dispatch(day, fleet, emissions, solver);
  EXPECT_TRUE(done) << done.error();
  return *done;
}

double sum(std::vector<double> const& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(Day, WithoutStoresEveryHourTakesTheCleanestFirst) {
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> draw(0, 100);
  for (int round = 0; round < 50; ++round) {
    Day day = day_of({}, {});
    for (int h = 0; h < 24; ++h)
      day.demand_mw.push_back(draw(random)), day.free_mw.push_back(draw(random)), day.hydrogen_t.push_back(0);
    Fleet fleet;
    fleet.gas_mw = draw(random) / 3, fleet.coal_mw = draw(random) / 3, fleet.grid_mw = draw(random);
    auto const d = solved(day, fleet);
    for (std::size_t h = 0; h < 24; ++h) {
      double rest = std::max(0.0, day.demand_mw[h] - day.free_mw[h]);
      auto const take = [&](double most) {
        double const taken = std::min(rest, most);
        rest -= taken;
        return taken;
      };
      EXPECT_NEAR(d.unused[h], std::max(0.0, day.free_mw[h] - day.demand_mw[h]), 1e-7) << "seed " << kSeed;
      EXPECT_NEAR(d.gas[h], take(fleet.gas_mw), 1e-7);
      EXPECT_NEAR(d.bought[h], take(fleet.grid_mw), 1e-7);
      EXPECT_NEAR(d.coal[h], take(fleet.coal_mw), 1e-7);
      EXPECT_NEAR(d.short_mw[h], rest, 1e-7);
    }
    EXPECT_LT(d.gap, 1e-9);
    EXPECT_LT(d.residual, 1e-7);
  }
}

/// Three hours and a battery: every charge and discharge of a fine grid that ends as it began, from every beginning.
TEST(Day, ABatteryIsUsedAsWellAsAnyOfAllWays) {
  std::mt19937 random(kSeed + 1);
  std::uniform_real_distribution<double> draw(0, 10);
  constexpr int kSteps = 60;
  for (int round = 0; round < 20; ++round) {
    Day const day = day_of({draw(random), draw(random), draw(random)}, {draw(random), draw(random), draw(random)});
    Fleet fleet;
    fleet.battery_mw = draw(random), fleet.battery_mwh = draw(random), fleet.round_trip = 0.7;
    double const step = fleet.battery_mwh / kSteps, one_way = std::sqrt(0.7);
    auto const cost = [&](std::size_t h, double more) { // stored, MWh
      double const power = more > 0 ? more / one_way : more * one_way;
      if (std::abs(power) > fleet.battery_mw + 1e-12) return kUnbounded;
      return 0.5 * std::max(0.0, day.demand_mw[h] - day.free_mw[h] + power);
    };
    double best = kUnbounded;
    for (int a = 0; a <= kSteps; ++a)
      for (int b = 0; b <= kSteps; ++b)
        for (int c = 0; c <= kSteps; ++c)
          best = std::min(best, cost(0, (b - a) * step) + cost(1, (c - b) * step) + cost(2, (a - c) * step));
    double const found = 0.5 * sum(solved(day, fleet).bought);
    EXPECT_LE(found, best + 1e-4) << "seed " << kSeed + 1 << " round " << round;
    EXPECT_GE(found, best - 3 * 0.5 * step / one_way) << "no better than the grid's steps allow, round " << round;
  }
}

TEST(Day, HydrogenComesFromWhatEmitsLeast) {
  Day day = day_of(std::vector<double>(24, 10), std::vector<double>(24, 0));
  day.hydrogen_t.assign(24, 1);
  Fleet fleet;
  fleet.electrolyser_mw = 200, fleet.electrolyser_mwh_t = 54, fleet.byproduct_t_h = 0.2, fleet.reformer_t_h = 0.5;
  auto const mixed = solved(day, fleet);
  EXPECT_NEAR(sum(mixed.byproduct_t), 4.8, 1e-7) << "free of emissions";
  EXPECT_NEAR(sum(mixed.reformer_t), 12, 1e-7) << "10 t/t is less than 54 MWh at 0.5";
  EXPECT_NEAR(sum(mixed.electrolyser) / 54, 7.2, 1e-7);
  EXPECT_NEAR(mixed.hydrogen_price[7], 27, 1e-3) << "one more t is electrolysed: 54 · 0.5";
  EXPECT_NEAR(mixed.power_price[7], 0.5, 1e-6);
  day.free_mw.assign(24, 0);
  for (std::size_t h = 10; h < 14; ++h)
    day.free_mw[h] = 100; // 90 MW over, four hours: 360 MWh are 6.67 t, of which 4 at once
  auto const direct = solved(day, fleet);
  EXPECT_LT(sum(direct.reformer_t), sum(mixed.reformer_t));
  fleet.store_t = 20;
  fleet.reformer_t_h = 2;
  auto const stored = solved(day, fleet);
  EXPECT_NEAR(sum(stored.electrolyser), 360, 1e-4) << "what the sun gives over, kept for the night";
  EXPECT_NEAR(sum(stored.reformer_t), 24 - 4.8 - 360.0 / 54, 1e-4);
  EXPECT_NEAR(sum(stored.unused), 0, 1e-4);
}

TEST(Day, WhatIsShortIsHydrogenBeforePower) {
  Day day = day_of({10, 10}, {0, 0});
  day.hydrogen_t = {1, 1};
  Fleet fleet;
  fleet.grid_mw = 30, fleet.electrolyser_mw = 500, fleet.electrolyser_mwh_t = 50;
  auto const d = solved(day, fleet);
  EXPECT_NEAR(sum(d.short_mw), 0, 1e-7);
  EXPECT_NEAR(sum(d.short_t), 2 - 40.0 / 50, 1e-7);
  fleet.grid_mw = 5;
  EXPECT_NEAR(sum(solved(day, fleet).short_mw), 10, 1e-7);
}

TEST(Day, HeatThatOthersGiveAwayIsTakenFirst) {
  Day day = day_of({1}, {0});
  day.heat_gj = 100;
  Fleet fleet;
  fleet.exchanged_gj = 30;
  auto const d = solved(day, fleet);
  EXPECT_DOUBLE_EQ(d.heat_bought_gj, 70);
  EXPECT_DOUBLE_EQ(d.heat_exchanged_gj, 30);
}

TEST(Day, NegativeAndUndefinedFiguresAreNamed) {
  LinearSolver solver;
  EXPECT_EQ(dispatch(day_of({1, -5}, {0, 0}), {}, {}, solver).error(),
            "hour 1: power demand is -5: it must be a number of at least 0");
  EXPECT_EQ(dispatch(day_of({1, 2}, {0, NAN}), {}, {}, solver).error(),
            "hour 1: power of sun and wind is nan: it must be a number of at least 0");
  Fleet fleet;
  fleet.store_t = -1;
  EXPECT_EQ(dispatch(day_of({1}, {0}), fleet, {}, solver).error(), "store is -1: it must be a number of at least 0");
  EXPECT_TRUE(dispatch(day_of({1}, {0}), {}, {}, solver)) << "the next one is not spoiled";
}

} // namespace
} // namespace dalian::energy
