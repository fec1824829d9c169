// What the shortest trees show of the bushes: of each its excess, and the slots in use that are on no shortest way.
#include "twin/traffic/solver.hpp"

#include <algorithm>

namespace dalian::traffic {

/// From the same zone at the same costs.
bool Solver::share_a_tree(std::uint32_t a, std::uint32_t b) const {
  Bush const &one = memory_.bushes[a], &other = memory_.bushes[b];
  return one.origin == other.origin && same_cost_[one.vehicle_class] == same_cost_[other.vehicle_class];
}

/// Neighbours of a list that share a tree; those that pay the same together.
std::vector<Solver::Group> Solver::groups_of(std::span<std::uint32_t const> list) const {
  std::vector<Group> groups;
  for (std::size_t begin = 0, end = 0; begin < list.size(); begin = end) {
    for (end = begin + 1; end < list.size() && share_a_tree(list[begin], list[end]);)
      ++end;
    groups.push_back(list.subspan(begin, end - begin));
  }
  auto const cost = [&](Group group) { return same_cost_[memory_.bushes[group.front()].vehicle_class]; };
  std::stable_sort(groups.begin(), groups.end(), [&](Group a, Group b) { return cost(a) < cost(b); });
  return groups;
}

/// All at the same costs. Trees are kept where a bush has more excess than `least`.
void Solver::look(std::span<Group const> groups, TreesAtOnce& trees, double least) {
  std::vector<TreesAtOnce::From> lanes;
  for (Group const group : groups) {
    Bush const& bush = memory_.bushes[group.front()];
    lanes.push_back({bush.origin, &*bush.tree});
  }
  Bush& first = memory_.bushes[groups.front().front()];
  trees.find(lanes, loading_.cost(first.vehicle_class));
  if (trees.is_out_of_order(0, first.tree->order)) trees.sort(0, first.tree.own().order);
  for (std::size_t lane = 0; lane < groups.size(); ++lane) {
    bool is_kept = false;
    for (std::uint32_t const b : groups[lane]) {
      look_for_excess(b, trees, lane);
      is_kept |= !found_[b].dear.empty() && !(found_[b].excess <= least);
    }
    if (is_kept) take_tree(groups[lane], trees, lane);
  }
}

void Solver::take_tree(Group group, TreesAtOnce& trees, std::size_t lane) {
  Bush& first = memory_.bushes[group.front()];
  trees.copy(lane, first.tree.own());
  for (std::uint32_t const b : group.subspan(1))
    memory_.bushes[b].tree = first.tree;
}

void Solver::look_for_excess(std::uint32_t b, TreesAtOnce const& trees, std::size_t lane) {
  Bush const& bush = memory_.bushes[b];
  auto const& cost = loading_.cost(bush.vehicle_class);
  Graph const& graph = memory_.graph;
  Found& found = found_[b];
  found.dear.clear();
  found.excess = 0;
  bush.flow.for_each_of([&](std::size_t word) { return trees.detours(lane, word); },
                        [&](std::uint32_t slot, double flow) {
                          double const way = trees.distance(lane, graph.tail[slot]) + cost[slot];
                          double const excess = flow * (way - trees.distance(lane, graph.head[slot]));
                          found.excess += excess;
                          if (!(excess <= floor_))
                            found.dear.push_back(
                                slot); // also when the way is closed: then it is infinite, or no number
                        });
}

/// At the costs of now. The sum of the excess that all show; trees are those of bushes that show more than `least`.
double Solver::look_at(std::span<std::uint32_t const> list, double least) {
  std::vector<Group> const groups = groups_of(list);
  std::vector<std::span<Group const>> lots; // at one cost
  auto const pays = [&](Group group) { return same_cost_[memory_.bushes[group.front()].vehicle_class]; };
  for (std::size_t begin = 0, end = 0; begin < groups.size(); begin = end) {
    for (end = begin + 1;
         end < groups.size() && end - begin < TreesAtOnce::kLanes && pays(groups[begin]) == pays(groups[end]);)
      ++end;
    lots.push_back(std::span(groups).subspan(begin, end - begin));
  }
  for_each(std::span(std::as_const(lots)),
           [&](std::span<Group const> lot, unsigned member) { look(lot, trees_[member], least); });
  Sum excess;
  for (std::uint32_t const b : list)
    excess.add(found_[b].excess);
  return excess.value();
}

} // namespace dalian::traffic
