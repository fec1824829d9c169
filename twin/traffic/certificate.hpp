#pragma once
// How good flows are, computed from the flows of every bush with compensated sums. Internal to twin/traffic.
#include "twin/traffic/loading.hpp"
#include "twin/traffic/memory.hpp"

namespace dalian::traffic {

/// A sum that keeps what rounding takes away (Neumaier 1974).
class Sum {
 public:
  void add(double x) {
    double const sum = sum_ + x;
    lost_ += std::abs(sum_) >= std::abs(x) ? (sum_ - sum) + x : (x - sum) + sum_;
    sum_ = sum;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

/// pcu/h of a class on each slot.
std::vector<double> class_flow(Memory const& memory, std::uint32_t vehicle_class);

/// The most by which what enters a node, what leaves it and what stays there differ in one bush.
double imbalance(Graph const& graph, Bush const& bush);

/// Keeps in every bush its imbalance, which is looked at again only when its flow was set. `excess` is what the bushes'
/// trees have shown at the costs of `loading`.
Certificate certify(Memory& memory, Loading const& loading, std::vector<std::vector<double>> const& class_flow,
                    double excess);

} // namespace dalian::traffic
