#pragma once
// Pairs of alternative segments: two ways between the same two nodes, between which one bush moves flow until they cost
// the same. Bar-Gera, "Traffic assignment by paired alternative segments", Transportation Research B 44 (2010); that
// one bush at a time is enough for a pair, because the costs are the same for all: Xie & Xie, "New insights and
// improvements of using paired alternative segments for traffic assignment", Transportation Research B 93 (2016).
#include "twin/traffic/bush.hpp"
#include "twin/traffic/loading.hpp"

#include <unordered_map>

namespace dalian::traffic {

struct Segments {
  std::uint32_t bush = 0;
  std::uint32_t begin = 0, middle = 0,
                end = 0;  // in SegmentBook::slots: one way, then the other; from their common head
  std::uint32_t idle = 0; // sweeps since it last moved anything
};

/// The pairs in use, in the order in which they were found.
struct SegmentBook {
  std::vector<Segments> pairs;
  std::vector<std::uint32_t> slots;

  std::span<std::uint32_t const> one(Segments const& p) const {
    return {slots.data() + p.begin, slots.data() + p.middle};
  }
  std::span<std::uint32_t const> other(Segments const& p) const {
    return {slots.data() + p.middle, slots.data() + p.end};
  }

  /// Notes a pair for a bush, or gives the bush to the same pair of its class that is there.
  void note(std::vector<std::uint32_t> const& dear, std::vector<std::uint32_t> const& cheap, std::uint32_t bush,
            std::vector<Bush> const& bushes);
  /// Forgets pairs that were idle for `sweeps` or more.
  void forget_idle(std::uint32_t sweeps, std::vector<Bush> const& bushes);
  /// Bushes have new numbers; those with kNone are gone, and their pairs with them.
  void renumber(std::vector<std::uint32_t> const& number, std::vector<Bush> const& bushes);

 private:
  static std::uint64_t hash(std::span<std::uint32_t const> a, std::span<std::uint32_t const> b, std::uint32_t c);
  template <class Keep>
  void keep_if(Keep&& keep, std::vector<Bush> const& bushes);

  std::unordered_map<std::uint64_t, std::uint32_t> place_; // looked up only, never walked through
};

/// Moves flow of the bush from the dear way to the cheap one by one Newton step on the difference of costs, at most all
/// of it; nothing when it saves no more than `least`. Returns what was saved: amount moved · difference before.
double shift(Loading& loading, Bush& bush, std::span<std::uint32_t const> one, std::span<std::uint32_t const> other,
             double least = 0);

/// Finds for a slot that the bush uses and its tree does not the ways to compare.
class SegmentFinder {
 public:
  explicit SegmentFinder(Graph const& graph) : graph_(graph), mark_(graph.nodes(), 0), way_(graph.nodes(), kNone) {}

  /// From the head of `slot` back: `dear` along the largest flows, beginning with the slot, `cheap` along the tree, to
  /// where they meet. Takes away flow that runs in circles on the way. False when there is no such pair (any more).
  bool find(Loading& loading, Bush& bush, std::uint32_t slot);
  std::vector<std::uint32_t> dear, cheap;

  /// Takes `amount` of what ends in `node` off the bush, back along the largest flows.
  void take_out(Loading& loading, Bush& bush, std::uint32_t node, double amount);

 private:
  enum class End { met, circle, nowhere };
  End walk_back(Loading& loading, Bush& bush, std::uint32_t& node);
  bool mark_tree(Bush const& bush, std::uint32_t node);
  std::uint32_t busiest(Bush const& bush, std::uint32_t node) const;
  void take_away_circle(Loading& loading, Bush& bush, std::uint32_t node);
  void cut_cheap(std::uint32_t meeting);

  Graph const& graph_;
  std::uint32_t round_ = 0;
  std::vector<std::uint32_t> mark_, way_; // mark: 2·round on the tree's way, 2·round + 1 on the dear one
};

} // namespace dalian::traffic
