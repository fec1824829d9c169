// Streets as SUMO thinks of them, on small cities.
#include "twin/layout/street_profile.hpp"
#include "twin/sumo/demand.hpp"
#include "twin/sumo/files.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dalian::sumo_net {
namespace {

layout::Route street(std::string id, double width_m, std::vector<MapPoint> ends,
                     layout::RouteClass kind = layout::RouteClass::street) {
  layout::Route r;
  r.id = std::move(id);
  r.kind = kind;
  r.width_m = width_m;
  for (auto const& p : ends)
    r.line.push_back({384'000 + p.east_m, 4'346'000 + p.north_m});
  r.height_m.assign(r.line.size(), 5.0F);
  return r;
}

/// An avenue from west to east and a street from south to north that cross; a footpath; a motorway above.
layout::City crossing() {
  layout::City city;
  city.routes = {street("avenue", 28, {{-400, 0}, {400, 0}}), street("street", 14, {{0, -400}, {0, 400}}),
                 street("path", 3, {{-100, 100}, {100, 100}}),
                 street("motorway", 27, {{-400, 300}, {400, 300}}, layout::RouteClass::expressway)};
  city.routes[3].height_m.assign(2, 15.0F);
  return city;
}

Edge const& edge_of(Network const& network, std::string const& id) {
  auto const it = std::ranges::find(network.edges, id, &Edge::id);
  if (it == network.edges.end()) throw std::runtime_error("no edge " + id);
  return *it;
}

TEST(Network, ACrossingIsOneNodeWithSignalsAndFourEdgesEachWay) {
  auto const network = network_of(crossing());
  EXPECT_EQ(network.edges.size(), 10U); // and the motorway
  EXPECT_EQ(network.nodes.size(), 7U);
  auto const signals = std::ranges::find_if(network.nodes, &Node::signals);
  ASSERT_NE(signals, network.nodes.end());
  auto const middle = static_cast<std::size_t>(signals - network.nodes.begin());
  EXPECT_LT(distance_m(signals->at, {384'000, 4'346'000}), 0.01);
  EXPECT_EQ(edge_of(network, "avenue.0").to, middle);
  EXPECT_EQ(edge_of(network, "avenue.1").from, middle);
  EXPECT_EQ(edge_of(network, "-avenue.1").to, middle);
  EXPECT_EQ(edge_of(network, "street.0").to, middle);
  EXPECT_GT(edge_of(network, "avenue.0").priority, edge_of(network, "street.0").priority);
}

TEST(Network, LanesLieWhereTheLayoutHasThemRightOfTheAxis) {
  auto const city = crossing();
  auto const network = network_of(city);
  auto const profile = layout::street_profile(city.routes[0]);
  auto const& east = edge_of(network, "avenue.0");
  EXPECT_EQ(east.lanes, profile.lanes);
  EXPECT_DOUBLE_EQ(east.lane_m, profile.lane_m);
  // SUMO lays lanes to the right of the shape: the leftmost middle is half a lane from it.
  for (auto const& p : east.shape)
    EXPECT_NEAR(4'346'000 - p.north_m + east.lane_m / 2, profile.lane_middle_m(0), 1e-9);
  for (auto const& p : edge_of(network, "-avenue.0").shape)
    EXPECT_NEAR(p.north_m - 4'346'000, profile.median_m, 1e-9);
}

TEST(Network, AZoneHasWhatLiesInItUnderTheSameIds) {
  auto city = crossing();
  city.zones.push_back(
      {.id = "west",
       .zone = "west",
       .names = {},
       .outline = {{383'500, 4'345'900}, {383'700, 4'345'900}, {383'700, 4'346'100}, {383'500, 4'346'100}},
       .triangles = {},
       .origin = {}});
  auto const part = network_of(city, "west"), all = network_of(city);
  ASSERT_EQ(part.edges.size(), 2U);
  EXPECT_EQ(part.edges[0].id, "avenue.0");
  EXPECT_EQ(part.nodes[part.edges[0].to].id, all.nodes[edge_of(all, "avenue.0").to].id);
}

TEST(Network, WhatIsNotJoinedIsAPartOfItsOwn) {
  auto const parts = connected_parts(network_of(crossing()));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].size(), 8U);
  EXPECT_EQ(parts[1].size(), 2U); // the motorway, which one leaves at its end and comes back
}

TEST(Demand, FlowsJoinEdgesOfOnePartAndTheSameNetworkGivesTheSame) {
  layout::City city;
  for (int i = 0; i < 5; ++i) {
    city.routes.push_back(street("e" + std::to_string(i), 14, {{-100, 200.0 * i}, {900, 200.0 * i}}));
    city.routes.push_back(street("n" + std::to_string(i), 14, {{200.0 * i, -100}, {200.0 * i, 900}}));
  }
  auto const network = network_of(city);
  auto const flows = demand_of(network, city), again = demand_of(network, city);
  ASSERT_GT(flows.size(), 40U);
  ASSERT_EQ(flows.size(), again.size());
  double cars = 0;
  for (std::size_t i = 0; i < flows.size(); ++i) {
    EXPECT_EQ(flows[i].from, again[i].from);
    EXPECT_EQ(flows[i].to, again[i].to);
    EXPECT_NE(flows[i].from, flows[i].to);
    if (flows[i].type == "car") cars += flows[i].per_hour;
  }
  EXPECT_LE(cars, DemandPlan{}.cars_per_hour + 1e-6);
  EXPECT_GT(cars, 0.9 * DemandPlan{}.cars_per_hour);
}

TEST(Files, PlainXmlSaysWhereItLiesAndEscapesNames) {
  auto city = crossing();
  city.routes[0].names.zh = "A<\"&";
  auto const network = network_of(city);
  auto const nodes = nodes_xml(network), edges = edges_xml(network);
  EXPECT_NE(nodes.find("netOffset=\"-383000.00,-4345000.00\""), std::string::npos) << nodes;
  EXPECT_NE(nodes.find("+proj=utm +zone=51"), std::string::npos);
  EXPECT_NE(edges.find("name=\"A&lt;&quot;&amp;\""), std::string::npos) << edges;
  EXPECT_EQ(edges.find("name=\"\""), std::string::npos) << "SUMO refuses an empty name";
}

} // namespace
} // namespace dalian::sumo_net
