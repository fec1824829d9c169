#include "twin/traffic/ways.hpp"

#include "twin/traffic/memory.hpp"

#include <algorithm>

namespace dalian::traffic {
namespace {

/// Of the slots by which a bush enters a node one, by its share; none where it does not.
std::uint32_t draw_entering(Graph const& graph, Bush const& bush, std::uint32_t node, double share) {
  double all = 0;
  for (std::uint32_t const slot : graph.entering(node))
    all += bush.flow[slot];
  double left = share * all;
  std::uint32_t last = kNone;
  for (std::uint32_t const slot : graph.entering(node))
    if (double const flow = bush.flow[slot]; flow > 0) {
      last = slot;
      if ((left -= flow) < 0) break;
    }
  return last;
}

} // namespace

double unit_of(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

WayDrawer::WayDrawer(Equilibrium const& solved, Network const& network)
    : solved_(solved), link_of_slot_(solved.memory->graph.slots(), kNone) {
  Memory const& memory = *solved.memory;
  for (std::uint32_t link = 0; link < network.links.size(); ++link)
    link_of_slot_[memory.slot_of_link[link]] = link;
  for (std::size_t b = 0; b < memory.bushes.size(); ++b)
    bush_of_[{memory.bushes[b].vehicle_class, memory.bushes[b].origin}] = b;
}

std::vector<std::uint32_t> WayDrawer::draw(std::uint32_t vehicle_class, std::uint32_t origin, std::uint32_t destination,
                                           std::mt19937_64& random) const {
  Memory const& memory = *solved_.memory;
  auto const at = bush_of_.find({vehicle_class, memory.node_of[origin]});
  if (at == bush_of_.end()) return {};
  Bush const& bush = memory.bushes[at->second];
  std::vector<std::uint32_t> way;
  for (std::uint32_t node = memory.node_of[destination]; node != bush.origin;) {
    double const share = unit_of(random);
    std::uint32_t const slot = draw_entering(memory.graph, bush, node, share);
    if (slot == kNone || way.size() > memory.graph.nodes()) return {}; // no trips; or a circle that rounding left
    way.push_back(link_of_slot_[slot]);
    node = memory.graph.tail[slot];
  }
  std::reverse(way.begin(), way.end());
  return way;
}

} // namespace dalian::traffic
