#pragma once
// Shortest trees from eight origins at once: what one instruction does for one of them it does for four. Each begins
// with the ways of a tree that was shortest once: near the equilibrium few of them have become longer than others.
// Distances are those that Dijkstra's method finds, to the last bit: no rounding makes a longer way shorter.
#include "twin/traffic/bush.hpp"

#include <array>

namespace dalian::traffic {

/// A thread has its own.
class TreesAtOnce {
 public:
  static constexpr std::size_t kLanes = 8;

  explicit TreesAtOnce(Graph const& graph);

  struct From {
    std::uint32_t origin = 0;
    Tree const* tree = nullptr; // any; the more it knows, the quicker
  };
  /// From 1 … kLanes origins under `cost` (none negative), one a lane.
  void find(std::span<From const> lanes, std::vector<double> const& cost);

  /// Of the last find(); infinite where there is no way.
  double distance(std::size_t lane, std::uint32_t node) const { return distance_[node].of[lane]; }
  /// A bit for each of 64 slots: 0 where the slot is the end of a shortest way to its head.
  std::uint64_t detours(std::size_t lane, std::size_t word) const { return detours_[word].of[lane]; }
  void copy(std::size_t lane, Tree& tree);
  /// Whether so many nodes are nearer than one before them that `order` is worth mending.
  bool is_out_of_order(std::size_t lane, std::vector<std::uint32_t> const& order) const;
  void sort(std::size_t lane, std::vector<std::uint32_t>& order);

 private:
  struct alignas(64) Distances {
    std::array<double, kLanes> of;
  };
  struct alignas(64) Words {
    std::array<std::uint64_t, kLanes> of;
  };
  friend struct TreesWalk;

  void put_in_places(std::uint32_t first_origin, std::vector<std::uint32_t> const& order);
  void go_the_ways_of(std::size_t lane, From const& from, std::vector<double> const& cost);
  void put_side_by_side(std::span<From const> lanes);
  void leave(std::size_t lane, std::uint32_t origin, std::vector<double> const& cost);

  Graph const& graph_;
  std::vector<std::uint32_t> in_begin_, in_, in_tail_; // of each node the slots by which a path may come on
  std::vector<std::uint32_t> out_head_;                // of each of graph_.out
  std::vector<Distances> distance_;                    // of each node
  std::vector<Words> by_;                              // likewise the slot by which it is reached
  std::vector<Words> detours_;                         // of each 64 slots
  std::vector<std::uint32_t> node_at_, place_;         // nodes that may be passed, then, from a new word on, the others
  std::size_t through_words_ = 0;
  std::vector<std::uint64_t> to_do_;             // a bit for each place
  std::array<std::vector<double>, kLanes> away_; // of each node, before lanes are put side by side, and to sort by
};

} // namespace dalian::traffic
