#include "twin/traffic/bush.hpp"

#include <algorithm>
#include <functional>

namespace dalian::traffic {
namespace {

constexpr double kShorter = 1e-14; // relative: what rounding does to a distance is no shorter way
constexpr std::size_t kFew = 16;   // one in so many out of order is left so
constexpr std::size_t kMoves = 16; // a node: with more a sort from nothing is quicker

} // namespace

void TreeKeeper::refresh(Bush& bush, std::vector<double> const& cost) {
  pass_in_order(bush, cost);
  heap_.clear();
  for (std::uint32_t const node : misplaced_)
    for (std::uint32_t const slot : graph_.leaving(node))
      if (is_shorter(slot, cost[slot])) relax(slot, cost[slot]);
  bool const is_wrong = !heap_.empty();
  if (is_wrong) settle(cost);
  if (predecessor_ != bush.tree->predecessor) std::swap(bush.tree.own().predecessor, predecessor_);
  if (is_wrong) put_in_order(bush.tree.own().order);
  if (is_wrong || kFew * misplaced_.size() > bush.tree->order.size()) sort(bush.tree.own().order);
}

/// Exact as long as whoever is on the way to a node stands before it. No cost is negative, so a way that does not show
/// leads through a node that stands behind farther ones.
void TreeKeeper::pass_in_order(Bush const& bush, std::vector<double> const& cost) {
  distance_.assign(graph_.nodes(), kInfinite);
  start_.assign(graph_.nodes(), kInfinite);
  predecessor_.assign(graph_.nodes(), kNone);
  misplaced_.clear();
  distance_[bush.origin] = start_[bush.origin] = 0;
  double farthest = 0;
  for (std::uint32_t const node : bush.tree->order) {
    double nearest = kInfinite;
    std::uint32_t by = kNone;
    for (std::uint32_t i = graph_.in_begin[node]; i < graph_.in_begin[node + 1]; ++i) {
      double const found = start_[graph_.in_tail[i]] + cost[graph_.in[i]];
      if (found < nearest) {
        nearest = found;
        by = graph_.in[i];
      }
    }
    distance_[node] = nearest;
    predecessor_[node] = by;
    if (nearest < farthest)
      misplaced_.push_back(node);
    else
      farthest = nearest;
    if (graph_.through[node]) start_[node] = nearest;
  }
}

inline bool TreeKeeper::is_shorter(std::uint32_t slot, double cost) const {
  return start_[graph_.tail[slot]] + cost < distance_[graph_.head[slot]] * (1 - kShorter);
}

void TreeKeeper::relax(std::uint32_t slot, double cost) {
  std::uint32_t const head = graph_.head[slot];
  distance_[head] = start_[graph_.tail[slot]] + cost;
  if (graph_.through[head]) start_[head] = distance_[head];
  predecessor_[head] = slot;
  heap_.push_back({distance_[head], head});
  std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
}

/// Dijkstra's method from the nodes in the heap.
void TreeKeeper::settle(std::vector<double> const& cost) {
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    Reached const next = heap_.back();
    heap_.pop_back();
    if (next.distance > distance_[next.node]) continue;
    if (std::exchange(is_late_[next.node], 1) == 0) late_.push_back(next.node);
    for (std::uint32_t const slot : graph_.leaving(next.node))
      if (is_shorter(slot, cost[slot])) relax(slot, cost[slot]);
  }
}

/// Merges those who were late into the order by distance.
void TreeKeeper::put_in_order(std::vector<std::uint32_t>& order) {
  merged_.clear();
  auto late = late_.begin();
  for (std::uint32_t const node : order) {
    if (is_late_[node] != 0) continue;
    while (late != late_.end() && distance_[*late] < distance_[node])
      merged_.push_back(*late++);
    merged_.push_back(node);
  }
  merged_.insert(merged_.end(), late, late_.end());
  std::swap(order, merged_);
  for (std::uint32_t const node : late_)
    is_late_[node] = 0;
  late_.clear();
}

/// By distance, keeping the order of those that are equally far; quick when hardly anything moves.
void TreeKeeper::sort(std::vector<std::uint32_t>& order) const {
  std::size_t moves = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    std::uint32_t const node = order[i];
    std::size_t to = i;
    for (; to > 0 && distance_[order[to - 1]] > distance_[node]; --to)
      order[to] = order[to - 1];
    order[to] = node;
    moves += i - to;
    if (moves > kMoves * order.size()) break;
  }
  if (moves > kMoves * order.size())
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return distance_[a] < distance_[b]; });
}

} // namespace dalian::traffic
