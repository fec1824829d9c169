// Networks whose equilibrium is found by hand, and faults.
#include "tests/traffic/roads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::traffic {
namespace {

using test::cars;
using test::road;
using test::roads;
using testing::HasSubstr;

Equilibrium solved(Network const& network, Demand const& demand, unsigned threads = 1) {
  auto answer = solve(network, demand, {.gap = 1e-12, .threads = threads});
  EXPECT_TRUE(answer) << answer.error();
  EXPECT_TRUE(answer->converged);
  EXPECT_LT(answer->certificate.imbalance, 1e-9);
  return std::move(*answer);
}

TEST(Equilibrium, TwoRoutes) { // 10 + x = 15 + 2 y, x + y = 20: x = 15, y = 5, both 25
  auto const e = solved(roads(2, 2, {road(0, 1, 10, 1), road(0, 1, 15, 2)}), cars({{0, 1, 20}}));
  EXPECT_NEAR(e.flow[0], 15, 1e-9);
  EXPECT_NEAR(e.flow[1], 5, 1e-9);
  EXPECT_NEAR(e.time[0], 25, 1e-9);
  EXPECT_NEAR(e.certificate.objective, 10 * 15 + 15 * 15 / 2.0 + 15 * 5 + 5 * 5, 1e-8);
  EXPECT_NEAR(e.certificate.total_cost, 500, 1e-8);
}

TEST(Equilibrium, Pigou) { // Pigou 1920: all take the road that the last of them makes as slow as the other
  auto const e = solved(roads(2, 2, {road(0, 1, 1, 0), road(0, 1, 0, 1)}), cars({{0, 1, 1}}));
  EXPECT_NEAR(e.flow[1], 1, 1e-9);
  EXPECT_NEAR(e.certificate.objective, 0.5, 1e-9);
}

TEST(Equilibrium, Braess) { // Braess 1968: 6 trips, two on each way, all 92; without the middle road all 83
  std::vector<Link> links{road(0, 2, 0, 10), road(0, 3, 50, 1), road(2, 1, 50, 1), road(3, 1, 0, 10),
                          road(2, 3, 10, 1)};
  auto const with = solved(roads(2, 4, links), cars({{0, 1, 6}}));
  EXPECT_NEAR(with.flow[0], 4, 1e-8);
  EXPECT_NEAR(with.flow[4], 2, 1e-8);
  EXPECT_NEAR(with.time[0] + with.time[2], 92, 1e-8);
  links.pop_back();
  auto const without = solved(roads(2, 4, links), cars({{0, 1, 6}}));
  EXPECT_NEAR(without.time[0] + without.time[2], 83, 1e-8);
}

TEST(Equilibrium, ZonesAreNotPassedThrough) { // the short way 0 -> 1 -> 2 leads through zone 1
  std::vector<Link> const links{road(0, 1, 1, 0), road(1, 2, 1, 0), road(0, 3, 5, 0), road(3, 2, 5, 0)};
  Network network = roads(3, 4, links);
  EXPECT_NEAR(solved(network, cars({{0, 2, 1}})).certificate.total_cost, 2, 1e-12);
  network.first_through = 3;
  EXPECT_NEAR(solved(network, cars({{0, 2, 1}})).certificate.total_cost, 10, 1e-12);
}

TEST(Equilibrium, ClassesMeetOnTheRoadAndPayTheirOwnTolls) {
  // Cars pay 4 on the first road, trucks may not use the second. Cars: 10 + x + 4 = 12 + y, x + y = 20 + 2 · 5 pcu.
  Network network = roads(2, 2, {road(0, 1, 10, 1), road(0, 1, 12, 1)});
  Demand demand;
  demand.classes.resize(2);
  demand.classes[0] = {"cars", 1, 1, 0, {4, 0}, {}, {{0, 1, 20}}};
  demand.classes[1] = {"trucks", 2, 0, 0, {}, {0, 1}, {{0, 1, 5}}};
  auto const e = solved(network, demand);
  EXPECT_NEAR(e.flow[0], 14, 1e-8);
  EXPECT_NEAR(e.flow[1], 16, 1e-8);
  EXPECT_NEAR(e.class_flow[0][0], 4, 1e-8);
  EXPECT_NEAR(e.class_flow[1][0], 10, 1e-8);
  EXPECT_EQ(e.class_flow[1][1], 0);
}

TEST(Equilibrium, PairWithoutAWayIsNamedAndTheOthersAreSolved) {
  Network network = roads(3, 3, {road(0, 1, 10, 1), road(1, 2, 1, 0)});
  network.links[1].capacity = 0; // closed
  auto const e = solved(network, cars({{0, 1, 5}, {0, 2, 3}, {1, 0, 2}}));
  EXPECT_NEAR(e.flow[0], 5, 1e-12);
  EXPECT_EQ(e.flow[1], 0);
  ASSERT_EQ(e.unconnected.size(), 2U);
  EXPECT_EQ(e.unconnected[0].origin, 0U);
  EXPECT_EQ(e.unconnected[0].destination, 2U);
  EXPECT_EQ(e.unconnected[0].amount, 3);
  EXPECT_EQ(e.unconnected[1].origin, 1U);
  EXPECT_EQ(e.unconnected[1].destination, 0U);
}

TEST(Equilibrium, NothingToDo) {
  auto const e = solved(roads(2, 2, {road(0, 1, 1, 1)}), cars({{0, 0, 7}}));
  EXPECT_EQ(e.certificate.objective, 0);
  EXPECT_EQ(e.certificate.gap, 0);
  EXPECT_EQ(solved(roads(1, 1, {}), cars({})).flow.size(), 0U);
  EXPECT_EQ(solved(roads(1, 1, {}), {}).flow.size(), 0U);
}

std::string mistake(Network const& network, Demand const& demand) {
  auto const answer = solve(network, demand, {});
  return answer ? "" : answer.error();
}

TEST(Equilibrium, ImpossibleInputIsNamed) {
  Network const good = roads(2, 2, {road(0, 1, 10, 1), road(0, 1, 15, 2)});
  auto bad = good;
  bad.links[1].free_time = std::nan("");
  EXPECT_THAT(mistake(bad, cars({})), HasSubstr("link 2: free-flow time is nan"));
  bad = good;
  bad.links[0].capacity = -1;
  EXPECT_THAT(mistake(bad, cars({})), HasSubstr("link 1: capacity is -1"));
  bad = good;
  bad.links[0].capacity = 1e-200;
  bad.links[0].power = 4;
  EXPECT_THAT(mistake(bad, cars({})), HasSubstr("too small"));
  bad = good;
  bad.links[0].head = 2;
  EXPECT_THAT(mistake(bad, cars({})), HasSubstr("the network has 2 nodes"));
  bad = good;
  bad.links[1].key = 0;
  EXPECT_THAT(mistake(bad, cars({})), HasSubstr("two links have the same key"));
  EXPECT_THAT(mistake(good, cars({{0, 1, -3}})), HasSubstr("-3 trips from zone 1 to 2"));
  EXPECT_THAT(mistake(good, cars({{0, 4, 3}})), HasSubstr("there are 2 zones"));
  Demand twice;
  twice.classes.resize(2);
  EXPECT_THAT(mistake(good, twice), HasSubstr("two classes have the name all"));
}

} // namespace
} // namespace dalian::traffic
