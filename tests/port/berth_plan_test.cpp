// Plans keep their rules, and the search finds what looking at all sequences finds.
#include "twin/port/berth_plan.hpp"
#include "twin/port/draws.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dalian::port {
namespace {

constexpr std::uint64_t kSeed = 77;

Quay quay(double length_m, int cranes) {
  Quay q;
  q.name = "q";
  q.length_m = length_m;
  q.gap_m = 15;
  q.cranes = cranes;
  q.moves_per_h = 28;
  q.interference = 0.9;
  q.berthing_h = 2;
  return q;
}

std::vector<Ship> random_ships(std::uint64_t seed, int count, double within_h) {
  std::vector<Ship> ships;
  for (int i = 0; i < count; ++i) {
    auto const draw = [&](int what) { return uniform(seed, static_cast<std::uint64_t>(10 * i + what)); };
    Ship s;
    s.name = fmt::format("s{}", i);
    s.eta_h = within_h * draw(0);
    s.length_m = 120 + 280 * draw(1);
    s.moves = 200 + 2800 * draw(2);
    s.cranes = 1 + static_cast<int>(5 * draw(3));
    s.weight = 0.5 + draw(4);
    ships.push_back(s);
  }
  return ships;
}

TEST(BerthPlan, AShipAloneLeavesAfterItsMoves) {
  Ship ship{"a", 3, 300, 1120, 0, 4, 1};
  Quay q = quay(400, 10);
  q.interference = 1;
  Plan const plan = plan_in_order(q, {ship}, {0});
  ASSERT_EQ(plan.calls.size(), 1u);
  EXPECT_DOUBLE_EQ(plan.calls[0].end_h, 3 + 2 + 10); // 1120 / (4 · 28)
  EXPECT_DOUBLE_EQ(plan.cost_h, bound_h(q, {ship}));
  EXPECT_EQ(plan.wait_h, 0);
}

TEST(BerthPlan, ASecondTakesTheRoomBesideOrWaits) {
  std::vector<Ship> const ships{{"a", 0, 200, 560, 0, 2, 1}, {"b", 1, 200, 560, 0, 2, 1}};
  Plan const beside = plan_in_order(quay(415, 4), ships, {0, 1});
  EXPECT_DOUBLE_EQ(beside.calls[1].at_m, 215);
  EXPECT_EQ(beside.wait_h, 0);
  Plan const behind = plan_in_order(quay(414, 4), ships, {0, 1});
  EXPECT_DOUBLE_EQ(behind.calls[1].start_h, behind.calls[0].end_h);
  Plan const few = plan_in_order(quay(415, 3), ships, {0, 1});
  EXPECT_EQ(few.calls[1].cranes, 1) << "one crane is left, and that is sooner than to wait";
}

TEST(BerthPlan, WhatTheQuayCannotTakeIsRefusedAndTold) {
  Quay q = quay(350, 2);
  q.depth_m = 14;
  q.under_keel_m = 1;
  std::vector<Ship> const ships{
      {"long", 0, 366, 10, 0, 2, 1}, {"deep", 0, 300, 10, 13.5, 2, 1}, {"fits", 0, 300, 10, 13, 2, 1}};
  Plan const plan = plan_in_order(q, ships, {0, 1, 2});
  EXPECT_EQ(plan.refused, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(plan.calls.size(), 1u);
  EXPECT_NE(refusal(q, ships[1])->find("dredge"), std::string::npos);
  q.cranes = 0;
  EXPECT_NE(refusal(q, ships[2])->find("no crane"), std::string::npos);
}

TEST(BerthPlan, RandomPlansKeepTheirRules) {
  for (std::uint64_t seed = kSeed; seed < kSeed + 40; ++seed) {
    auto const ships = random_ships(seed, 25, 120);
    Quay const q = quay(900, 7);
    Plan const first = plan_in_order(q, ships, first_come(ships));
    Plan const best = search_plan(q, ships, {150, seed});
    for (Plan const* plan : {&first, &best}) {
      ASSERT_FALSE(find_conflict(q, ships, *plan)) << *find_conflict(q, ships, *plan) << " seed " << seed;
      ASSERT_EQ(plan->calls.size(), ships.size());
      ASSERT_GE(plan->cost_h, bound_h(q, ships) * (1 - 1e-12));
    }
    ASSERT_LE(best.cost_h, first.cost_h);
  }
}

TEST(BerthPlan, TheCheckFindsWhatIsWrong) {
  auto const ships = random_ships(kSeed, 12, 20);
  Quay const q = quay(700, 5);
  Plan const good = plan_in_order(q, ships, first_come(ships));
  ASSERT_FALSE(find_conflict(q, ships, good));
  Plan early = good, moved = good, crowded = good;
  early.calls[3].start_h = ships[3].eta_h - 1;
  for (Call& c : moved.calls)
    c.at_m = 0;
  for (Call& c : crowded.calls)
    c.cranes = 6;
  for (Plan const& bad : {early, moved, crowded})
    EXPECT_TRUE(find_conflict(q, ships, bad));
}

TEST(BerthPlan, TheSearchFindsTheBestOfAllSequencesOfAFewShips) {
  for (std::uint64_t seed = kSeed; seed < kSeed + 12; ++seed) {
    auto const ships = random_ships(seed, 6, 12);
    Quay const q = quay(600, 4);
    auto order = first_come(ships);
    std::sort(order.begin(), order.end());
    double best = 1e300;
    do
      best = std::min(best, plan_in_order(q, ships, order).cost_h);
    while (std::next_permutation(order.begin(), order.end()));
    EXPECT_LE(search_plan(q, ships, {4000, seed}).cost_h, 1.01 * best) << "seed " << seed;
  }
}

TEST(BerthPlan, TheSameSeedGivesTheSamePlan) {
  auto const ships = random_ships(kSeed, 20, 60);
  Quay const q = quay(800, 6);
  Plan const a = search_plan(q, ships, {300, 5}), b = search_plan(q, ships, {300, 5});
  EXPECT_EQ(a.cost_h, b.cost_h);
  for (std::size_t i = 0; i < a.calls.size(); ++i)
    EXPECT_EQ(a.calls[i].start_h, b.calls[i].start_h);
}

} // namespace
} // namespace dalian::port
