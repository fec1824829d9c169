// Ways drawn from an equilibrium: each leads from its origin to its destination over links in use, and together they
// are the flows.
#include "twin/traffic/ways.hpp"

#include "tests/traffic/roads.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace dalian::traffic {
namespace {

constexpr std::uint64_t kSeed = 31;

TEST(Ways, OfTwoRoadsEachIsDrawnByItsPart) {
  auto const network = test::roads(
      3, 4, {test::road(0, 3, 1, 0), test::road(3, 1, 10, 1), test::road(3, 1, 15, 2), test::road(3, 2, 1, 0)});
  auto const solved = solve(network, test::cars({{0, 1, 20}, {0, 2, 5}}), {.gap = 1e-13});
  ASSERT_TRUE(solved);
  WayDrawer const drawer(*solved, network);
  std::mt19937_64 random(kSeed);
  int first = 0, all = 4000;
  for (int i = 0; i < all; ++i) {
    auto const way = drawer.draw(0, 0, 1, random);
    ASSERT_EQ(way.size(), 2U);
    EXPECT_EQ(way[0], 0U);
    first += way[1] == 1 ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(first) / all, 0.75, 0.03) << "15 of 20; seed " << kSeed;
  EXPECT_TRUE(drawer.draw(0, 1, 0, random).empty()) << "nobody drives that way";
  EXPECT_TRUE(drawer.draw(0, 2, 1, random).empty());
}

TEST(Ways, TogetherTheyAreTheFlows) {
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 3; ++round) {
    auto const town = test::random_town(random, 6, 20, 2);
    auto const solved = solve(town.network, town.demand, {.gap = 1e-8});
    ASSERT_TRUE(solved);
    WayDrawer const drawer(*solved, town.network);
    constexpr int kDraws = 400;
    for (std::uint32_t c = 0; c < 2; ++c) {
      std::vector<double> flow(town.network.links.size(), 0.0);
      double total = 0;
      for (Trip const& trip : town.demand.classes[c].trips) {
        if (trip.origin == trip.destination || trip.amount <= 0) continue;
        double const pcu = trip.amount * town.demand.classes[c].car_equivalents;
        total += pcu;
        for (int i = 0; i < kDraws; ++i) {
          auto const way = drawer.draw(c, trip.origin, trip.destination, random);
          ASSERT_FALSE(way.empty());
          std::uint32_t at = trip.origin;
          for (std::uint32_t const link : way) {
            ASSERT_EQ(town.network.links[link].tail, at);
            ASSERT_GT(solved->class_flow[c][link], 0);
            at = town.network.links[link].head;
            flow[link] += pcu / kDraws;
          }
          ASSERT_EQ(at, trip.destination);
        }
      }
      for (std::size_t link = 0; link < flow.size(); ++link)
        EXPECT_NEAR(flow[link], solved->class_flow[c][link], 0.01 * total) << "seed " << kSeed << " round " << round;
    }
  }
}

TEST(Ways, TheSameSeedDrawsTheSame) {
  std::mt19937_64 random(kSeed);
  auto const town = test::random_town(random, 6, 20, 1);
  auto const solved = solve(town.network, town.demand, {.gap = 1e-6});
  ASSERT_TRUE(solved);
  WayDrawer const drawer(*solved, town.network);
  std::mt19937_64 one(7), other(7);
  for (Trip const& trip : town.demand.classes[0].trips)
    EXPECT_EQ(drawer.draw(0, trip.origin, trip.destination, one), drawer.draw(0, trip.origin, trip.destination, other));
}

} // namespace
} // namespace dalian::traffic
