// Over a day no water is lost, however the tanks fill and empty beside each other.
#include "twin/water/simulation.hpp"

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>

namespace dalian::water {
namespace {

std::uint32_t add_node(Network& n, NodeKind kind, double elevation_m) {
  Node node;
  node.id = fmt::format("n{}", n.nodes.size());
  node.kind = kind, node.elevation_m = elevation_m;
  n.nodes.push_back(node);
  return static_cast<std::uint32_t>(n.nodes.size() - 1);
}

void add_link(Network& n, LinkKind kind, std::uint32_t from, std::uint32_t to, double diameter_m) {
  Link link;
  link.id = fmt::format("l{}", n.links.size());
  link.kind = kind, link.from = from, link.to = to;
  link.length_m = 500, link.diameter_m = diameter_m, link.roughness = 130;
  link.pump.shutoff_m = 40, link.pump.factor = 200, link.pump.design_m3s = 0.2, link.pump.most_m3s = 0.45;
  n.links.push_back(link);
}

TEST(Balance, ManyTanksOnOneMainLoseNothing) {
  unsigned const seed = 3;
  RecordProperty("seed", static_cast<int>(seed));
  std::mt19937 random(seed);
  auto const draw = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() % 1000) / 1e3;
  };
  for (int round = 0; round < 20; ++round) {
    Network n;
    n.times.duration = 24 * 3600;
    n.patterns.push_back({"day", {}});
    for (int h = 0; h < 24; ++h)
      n.patterns[0].factors.push_back(draw(0.4, 1.6));
    auto main = add_node(n, NodeKind::reservoir, 60);
    for (int t = 0; t < 5; ++t) {
      auto const next = add_node(n, NodeKind::junction, 5), tank = add_node(n, NodeKind::tank, 5),
                 town = add_node(n, NodeKind::junction, 5);
      n.nodes[tank].tank = {draw(2, 5), 0.5, 6, draw(200, 3000), draw(100, 200), {}, false};
      n.nodes[town].demands = {{draw(0.02, 0.3), 0}};
      add_link(n, LinkKind::pipe, main, next, 1.2);
      add_link(n, LinkKind::pipe, next, tank, draw(0.5, 1.0));
      add_link(n, LinkKind::pump, tank, town, 1);
      main = next;
    }
    auto const day = simulate(n, {}, nullptr);
    ASSERT_TRUE(day) << day.error();
    EXPECT_LT(std::abs(day->imbalance_m3()), 5e-3 * day->supplied_m3) << "round " << round;
    EXPECT_LT(day->steps, 2000u);
  }
}

} // namespace
} // namespace dalian::water
