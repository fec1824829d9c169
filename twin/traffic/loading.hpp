#pragma once
// All traffic on the network at one moment of the solution: flow, cost and slope of each slot. One thread writes.
#include "twin/traffic/graph.hpp"

namespace dalian::traffic {

class Loading {
 public:
  /// `fixed` has for each class what a slot costs it beyond time; kInfinite where it may not drive.
  Loading(Graph const& graph, std::vector<std::vector<double>> fixed);

  void add(std::uint32_t slot, double amount) { set(slot, flow_[slot] + amount); }
  void set(std::uint32_t slot, double flow);

  double flow(std::uint32_t slot) const { return flow_[slot]; }
  double slope(std::uint32_t slot) const { return slope_[slot]; }
  std::vector<double> const& flows() const { return flow_; }
  /// Of each slot for a class.
  std::vector<double> const& cost(std::uint32_t vehicle_class) const { return cost_[vehicle_class]; }
  std::vector<double> const& fixed(std::uint32_t vehicle_class) const { return fixed_[vehicle_class]; }
  std::uint32_t slots() const { return graph_.slots(); }
  std::uint32_t classes() const { return static_cast<std::uint32_t>(cost_.size()); }

 private:
  Graph const& graph_;
  std::vector<double> flow_, slope_;
  std::vector<std::vector<double>> fixed_, cost_;
};

} // namespace dalian::traffic
