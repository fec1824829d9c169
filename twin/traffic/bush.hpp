#pragma once
// What leaves one zone in one class of vehicle: how much of it drives on each slot, and the shortest tree from there.
#include "twin/traffic/bush_flow.hpp"
#include "twin/traffic/graph.hpp"

namespace dalian::traffic {

struct Tree {
  std::vector<std::uint32_t> predecessor; // of each node: the slot by which the tree reaches it; kNone = not reached
  std::vector<std::uint32_t> order;       // all nodes but the origin, the near before the far as they last were
};

struct Bush {
  struct Goal {
    std::uint32_t node = 0;
    double amount = 0; // pcu/h
  };
  std::uint32_t origin = 0; // node
  std::uint32_t vehicle_class = 0;
  Shared<std::vector<Goal>> goals; // by node, each once
  std::vector<Goal> pending;       // what goals grew or (below 0) shrank by and flow does not show yet
  BushFlow flow;
  Shared<Tree> tree;
  double imbalance = 0;    // as it was when flow was last known to be settled
  bool tree_holds = false; // it was shortest for the base, whose network is the same: ways are where it says
  bool ways_stand = false; // it was shortest for the base: its ways are open where no link of them is closed
};

/// Works on one tree after the other; a thread has its own.
class TreeKeeper {
 public:
  explicit TreeKeeper(Graph const& graph) : graph_(graph), is_late_(graph.nodes(), 0) {}

  /// Makes the bush's tree shortest under `cost`. Near the equilibrium distances change, but hardly who is nearer than
  /// whom: one pass over the nodes in their old order finds all distances; only what leaves a node that turned out
  /// nearer than one before it may still be shorter.
  void refresh(Bush& bush, std::vector<double> const& cost);
  /// From the last origin; infinite where there is no way. Valid until the next call.
  std::vector<double> const& distance() const { return distance_; }

 private:
  struct Reached {
    double distance;
    std::uint32_t node;
    bool operator>(Reached const& o) const { return distance != o.distance ? distance > o.distance : node > o.node; }
  };

  void pass_in_order(Bush const& bush, std::vector<double> const& cost);
  bool is_shorter(std::uint32_t slot, double cost) const;
  void relax(std::uint32_t slot, double cost);
  void settle(std::vector<double> const& cost);
  void put_in_order(std::vector<std::uint32_t>& order);
  void sort(std::vector<std::uint32_t>& order) const;

  Graph const& graph_;
  std::vector<double> distance_;
  std::vector<double> start_; // distance_ where a path may go on, else infinite
  std::vector<std::uint32_t> predecessor_;
  std::vector<std::uint32_t> misplaced_; // nodes nearer than one before them in the order
  std::vector<Reached> heap_;
  std::vector<std::uint32_t> late_; // nodes that the pass did not get right, the nearest first
  std::vector<char> is_late_;       // of each node
  std::vector<std::uint32_t> merged_;
};

} // namespace dalian::traffic
