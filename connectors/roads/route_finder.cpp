#include "connectors/roads/route_finder.hpp"

#include <algorithm>
#include <limits>
#include <queue>

namespace dalian::roads {
namespace {

constexpr float kSignal_s = 20, kYield_s = 5, kRound_s = 45; // what a junction costs on average; parameters

} // namespace

RouteFinder::RouteFinder(RoadNetwork const& network) : network_(network), into_(network.links().size()) {
  for (auto const& crossing : network.crossings())
    for (StripId const id : crossing.movements) {
      auto const& movement = network.strips()[id];
      auto const from = network.strips()[movement.from].owner, to = network.strips()[movement.to].owner;
      auto const& link = network.links()[from];
      bool const round = network.links()[to].route == link.route && network.links()[to].forward != link.forward;
      double const s = link.length_m / link.speed_mps + movement.length_m / movement.entry_mps +
                       (crossing.arms[link.arm_ahead].light ? kSignal_s
                        : link.yields                       ? kYield_s
                                                            : 0) +
                       (round ? kRound_s : 0);
      into_[to].push_back(static_cast<std::uint32_t>(edges_.size()));
      edges_.push_back({from, to, static_cast<float>(s)});
    }
}

std::uint32_t RouteFinder::add(std::uint32_t link) {
  auto const known = std::ranges::find(trees_, link, &Tree::link);
  if (known != trees_.end()) return static_cast<std::uint32_t>(known - trees_.begin());
  Tree tree{link, std::vector<float>(into_.size(), std::numeric_limits<float>::infinity()),
            std::vector<std::uint32_t>(into_.size(), kNone)};
  using Entry = std::pair<float, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  tree.seconds[link] = 0;
  open.push({0, link});
  while (!open.empty()) {
    auto const [seconds, here] = open.top();
    open.pop();
    if (seconds > tree.seconds[here]) continue;
    for (auto const e : into_[here])
      if (float const s = seconds + edges_[e].seconds; s < tree.seconds[edges_[e].from]) {
        tree.seconds[edges_[e].from] = s;
        tree.next[edges_[e].from] = here;
        open.push({s, edges_[e].from});
      }
  }
  trees_.push_back(std::move(tree));
  return static_cast<std::uint32_t>(trees_.size() - 1);
}

Way RouteFinder::way_on(std::uint32_t destination, StripId lane) const {
  Way best;
  auto const& here = network_.link_of(network_.strips()[lane]);
  for (auto const id : network_.movements_from(lane)) {
    auto const number = network_.strips()[network_.strips()[id].to].owner;
    auto const& link = network_.links()[number];
    bool const round = link.route == here.route && link.forward != here.forward;
    double const s = seconds(destination, number) + (round ? kRound_s : 0);
    if (s < best.seconds || best.movement == kNone) best = {id, s};
  }
  return best;
}

} // namespace dalian::roads
