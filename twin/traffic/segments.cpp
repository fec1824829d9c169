#include "twin/traffic/segments.hpp"

#include <algorithm>

namespace dalian::traffic {
namespace {

constexpr double kNoFlow = 1e-11; // pcu/h: less than this left on a slot is rounding

struct Way {
  double cost = 0, slope = 0;
};

Way measure(Loading const& loading, std::vector<double> const& cost, std::span<std::uint32_t const> slots) {
  Way way;
  for (std::uint32_t const slot : slots) {
    way.cost += cost[slot];
    way.slope += loading.slope(slot);
  }
  return way;
}

double most(Bush const& bush, std::span<std::uint32_t const> slots) {
  double amount = kInfinite;
  for (std::uint32_t const slot : slots)
    amount = std::min(amount, bush.flow[slot]);
  return amount;
}

void move(Loading& loading, Bush& bush, std::span<std::uint32_t const> slots, double amount) {
  for (std::uint32_t const slot : slots) {
    double const before = bush.flow[slot];
    double const after = before + amount < kNoFlow ? 0 : before + amount;
    bush.flow.set(slot, after, loading.slots());
    loading.add(slot, after - before);
  }
}

} // namespace

double shift(Loading& loading, Bush& bush, std::span<std::uint32_t const> one, std::span<std::uint32_t const> other,
             double least) {
  auto const& cost = loading.cost(bush.vehicle_class);
  Way const a = measure(loading, cost, one), b = measure(loading, cost, other);
  auto const [from, to] = a.cost >= b.cost ? std::pair(one, other) : std::pair(other, one);
  double const difference = std::abs(a.cost - b.cost), slope = a.slope + b.slope;
  if (!(difference > 0)) return 0;
  double const limit = most(bush, from);
  if (limit <= 0) return 0;
  double const amount = slope > 0 && difference < kInfinite ? std::min(limit, difference / slope) : limit;
  if (!(limit * difference > least)) return 0;
  move(loading, bush, from, -amount);
  move(loading, bush, to, amount);
  return amount * difference;
}

std::uint64_t SegmentBook::hash(std::span<std::uint32_t const> a, std::span<std::uint32_t const> b, std::uint32_t c) {
  if (a.front() > b.front()) std::swap(a, b);
  std::uint64_t h = 0x9E3779B97F4A7C15ULL + c;
  for (auto const way : {a, b})
    for (std::uint32_t const slot : way) { // FNV-like mixing, one step a slot
      h = (h ^ slot) * 0xD6E8FEB86659FD93ULL;
      h ^= h >> 32;
    }
  return h;
}

void SegmentBook::note(std::vector<std::uint32_t> const& dear, std::vector<std::uint32_t> const& cheap,
                       std::uint32_t bush, std::vector<Bush> const& bushes) {
  auto const next = static_cast<std::uint32_t>(pairs.size());
  auto const [at, is_new] = place_.try_emplace(hash(dear, cheap, bushes[bush].vehicle_class), next);
  if (!is_new) {
    pairs[at->second].bush = bush;
    pairs[at->second].idle = 0;
    return;
  }
  Segments p{bush, static_cast<std::uint32_t>(slots.size()), 0, 0, 0};
  slots.insert(slots.end(), dear.begin(), dear.end());
  p.middle = static_cast<std::uint32_t>(slots.size());
  slots.insert(slots.end(), cheap.begin(), cheap.end());
  p.end = static_cast<std::uint32_t>(slots.size());
  pairs.push_back(p);
}

template <class Keep>
void SegmentBook::keep_if(Keep&& keep, std::vector<Bush> const& bushes) {
  std::vector<std::uint32_t> kept_slots;
  std::size_t kept = 0;
  for (Segments p : pairs) {
    if (!keep(p)) continue;
    auto const begin = static_cast<std::uint32_t>(kept_slots.size());
    kept_slots.insert(kept_slots.end(), slots.begin() + p.begin, slots.begin() + p.end);
    p.middle = begin + (p.middle - p.begin);
    p.end = begin + (p.end - p.begin);
    p.begin = begin;
    pairs[kept++] = p;
  }
  pairs.resize(kept);
  slots = std::move(kept_slots);
  place_.clear();
  for (std::uint32_t i = 0; i < pairs.size(); ++i)
    place_.emplace(hash(one(pairs[i]), other(pairs[i]), bushes[pairs[i].bush].vehicle_class), i);
}

void SegmentBook::forget_idle(std::uint32_t sweeps, std::vector<Bush> const& bushes) {
  if (std::any_of(pairs.begin(), pairs.end(), [&](Segments const& p) { return p.idle >= sweeps; }))
    keep_if([&](Segments& p) { return p.idle < sweeps; }, bushes);
}

void SegmentBook::renumber(std::vector<std::uint32_t> const& number, std::vector<Bush> const& bushes) {
  keep_if([&](Segments& p) { return (p.bush = number[p.bush]) != kNone; }, bushes);
}

bool SegmentFinder::find(Loading& loading, Bush& bush, std::uint32_t slot) {
  std::uint32_t const head = graph_.head[slot];
  while (bush.flow[slot] > 0) {
    ++round_;
    if (!mark_tree(bush, head)) return false;
    dear.assign(1, slot);
    way_[head] = slot;
    std::uint32_t node = graph_.tail[slot];
    End const end = walk_back(loading, bush, node);
    if (end == End::met && node != head) {
      cut_cheap(node);
      return true;
    }
    if (end != End::nowhere) take_away_circle(loading, bush, node);
  }
  return false;
}

void SegmentFinder::take_out(Loading& loading, Bush& bush, std::uint32_t node, double amount) {
  while (amount > kNoFlow) {
    ++round_;
    mark_[bush.origin] = 2 * round_;
    dear.clear();
    std::uint32_t at = node;
    End const end = walk_back(loading, bush, at);
    if (end == End::circle) take_away_circle(loading, bush, at);
    if (end == End::nowhere && dear.empty()) return; // the flow is gone: rounding
    if (end != End::met) continue;
    double const part = std::min(amount, most(bush, dear));
    move(loading, bush, dear, -part);
    amount -= part;
  }
}

/// From `node` along the largest flows into `dear`, to a node that is marked as one to meet; `node` is then where it
/// ended.
SegmentFinder::End SegmentFinder::walk_back(Loading& loading, Bush& bush, std::uint32_t& node) {
  while (mark_[node] != 2 * round_) {
    if (mark_[node] == 2 * round_ + 1) return End::circle;
    mark_[node] = 2 * round_ + 1;
    std::uint32_t const by = busiest(bush, node);
    if (by == kNone) { // rounding left flow that comes from nowhere
      if (!dear.empty()) {
        loading.add(dear.back(), -bush.flow[dear.back()]);
        bush.flow.set(dear.back(), 0, graph_.slots());
      }
      return End::nowhere;
    }
    way_[node] = by;
    dear.push_back(by);
    node = graph_.tail[by];
  }
  return End::met;
}

bool SegmentFinder::mark_tree(Bush const& bush, std::uint32_t node) {
  cheap.clear();
  mark_[node] = 2 * round_;
  while (node != bush.origin) {
    std::uint32_t const by = bush.tree->predecessor[node];
    if (by == kNone) return false;
    cheap.push_back(by);
    node = graph_.tail[by];
    mark_[node] = 2 * round_;
  }
  return true;
}

std::uint32_t SegmentFinder::busiest(Bush const& bush, std::uint32_t node) const {
  std::uint32_t best = kNone;
  double flow = 0;
  for (std::uint32_t const slot : graph_.entering(node))
    if (bush.flow[slot] > flow) {
      flow = bush.flow[slot];
      best = slot;
    }
  return best;
}

void SegmentFinder::take_away_circle(Loading& loading, Bush& bush, std::uint32_t node) {
  std::uint32_t at = node;
  dear.clear();
  do {
    dear.push_back(way_[at]);
    at = graph_.tail[way_[at]];
  } while (at != node);
  move(loading, bush, dear, -most(bush, dear));
}

void SegmentFinder::cut_cheap(std::uint32_t meeting) {
  std::size_t keep = 0;
  while (graph_.tail[cheap[keep]] != meeting)
    ++keep;
  cheap.resize(keep + 1);
}

} // namespace dalian::traffic
