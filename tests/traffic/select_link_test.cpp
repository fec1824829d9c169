// Whose trips drive over a link: together they are its flow, none is more than there are, and where there is one way
// all that take it are named.
#include "tests/traffic/roads.hpp"

#include <gtest/gtest.h>
#include <map>

namespace dalian::traffic {
namespace {

using test::road;

TEST(SelectLink, OfTwoRoadsEachHasItsPart) {
  auto const network = test::roads(3, 4, {road(0, 3, 1, 0), road(3, 1, 10, 1), road(3, 1, 15, 2), road(3, 2, 1, 0)});
  auto const demand = test::cars({{0, 1, 20}, {0, 2, 5}});
  auto const solved = solve(network, demand, {.gap = 1e-13});
  ASSERT_TRUE(solved);
  auto const first = select_link(solved.value(), network, demand, 1);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].destination, 1u);
  EXPECT_NEAR(first[0].amount, 15, 1e-6) << "10 + 15 = 15 + 2 · 5";
  auto const both = select_link(solved.value(), network, demand, 0);
  ASSERT_EQ(both.size(), 2u);
  EXPECT_NEAR(both[0].amount, 20, 1e-9);
  EXPECT_NEAR(both[1].amount, 5, 1e-9);
}

TEST(SelectLink, TripsOverALinkAreItsFlowAndNoMoreThanThereAre) {
  constexpr std::uint64_t kSeed = 5;
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 8; ++round) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << " round " << round);
    auto const town = test::random_town(random, 6, 20, 2);
    auto const solved = solve(town.network, town.demand, {.gap = 1e-8});
    ASSERT_TRUE(solved);
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, double> trips;
    for (std::uint32_t c = 0; c < 2; ++c)
      for (Trip const& t : town.demand.classes[c].trips)
        trips[{c, t.origin, t.destination}] += t.amount;
    for (std::uint32_t link = 0; link < town.network.links.size(); ++link) {
      std::array<double, 2> flow{};
      for (auto const& s : select_link(solved.value(), town.network, town.demand, link)) {
        EXPECT_LE(s.amount, (trips[{s.vehicle_class, s.origin, s.destination}]) * (1 + 1e-9));
        flow[s.vehicle_class] += s.amount * town.demand.classes[s.vehicle_class].car_equivalents;
      }
      for (std::size_t c = 0; c < 2; ++c)
        EXPECT_NEAR(flow[c], solved.value().class_flow[c][link], 1e-6) << "link " << link;
    }
  }
}

} // namespace
} // namespace dalian::traffic
