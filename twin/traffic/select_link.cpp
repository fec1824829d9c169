#include "twin/traffic/equilibrium.hpp"
#include "twin/traffic/memory.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace dalian::traffic {
namespace {

/// Nodes that a bush uses, each after those from which flow comes to it (Kahn 1962). Flow in a circle, which rounding
/// may leave, puts its nodes nowhere: they count as reached by none of the selected.
std::vector<std::uint32_t> along_the_flow(Graph const& graph, Bush const& bush) {
  std::vector<std::uint32_t> waits(graph.nodes(), 0), order{bush.origin};
  bush.flow.for_each([&](std::uint32_t slot, double) { ++waits[graph.head[slot]]; });
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::uint32_t const slot : graph.leaving(order[i]))
      if (bush.flow[slot] > 0 && --waits[graph.head[slot]] == 0) order.push_back(graph.head[slot]);
  return order;
}

/// Of what arrives at each node the part that drove over `selected`.
std::vector<double> parts(Graph const& graph, Bush const& bush, std::uint32_t selected) {
  std::vector<double> part(graph.nodes(), 0.0);
  for (std::uint32_t const node : along_the_flow(graph, bush)) {
    double all = 0, over = 0;
    for (std::uint32_t const slot : graph.entering(node)) {
      all += bush.flow[slot];
      over += bush.flow[slot] * (slot == selected ? 1 : part[graph.tail[slot]]);
    }
    if (all > 0) part[node] = over / all;
  }
  return part;
}

} // namespace

std::vector<Selected> select_link(Equilibrium const& solved, Network const& network, Demand const& demand,
                                  std::uint32_t link) {
  Memory const& memory = *solved.memory;
  std::uint32_t const slot = memory.slot_of_link[link];
  std::unordered_map<std::uint32_t, std::uint32_t> zone_of;
  for (std::uint32_t zone = 0; zone < network.zones; ++zone)
    zone_of.emplace(memory.node_of[zone], zone);
  std::vector<Selected> out;
  for (Bush const& bush : memory.bushes) {
    if (!(bush.flow[slot] > 0)) continue;
    auto const part = parts(memory.graph, bush, slot);
    double const pcu = demand.classes[bush.vehicle_class].car_equivalents;
    for (auto const& goal : *bush.goals)
      if (part[goal.node] > 0)
        out.push_back(
            {bush.vehicle_class, zone_of.at(bush.origin), zone_of.at(goal.node), part[goal.node] * goal.amount / pcu});
  }
  std::sort(out.begin(), out.end(), [](Selected const& a, Selected const& b) {
    return std::tie(a.vehicle_class, a.origin, a.destination) < std::tie(b.vehicle_class, b.origin, b.destination);
  });
  return out;
}

} // namespace dalian::traffic
