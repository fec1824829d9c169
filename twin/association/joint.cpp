#include "twin/association/joint.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::association {
namespace {

class Enumeration {
 public:
  Enumeration(SparseWeights const& cluster, JointProbabilities& sum)
      : cluster_(cluster), last_(cluster.rows() - 1), sum_(sum) {
    for (std::uint32_t row = 0; row <= last_; ++row) {
      std::fill_n(sum_[row].begin(), cluster.columns, 0.0);
      sum_[row][kJointSize] = 0;
      // Dividing a whole row by its largest weight changes no probability and keeps products within range.
      double most = 1;
      for (std::uint32_t k = cluster.row_begin[row]; k < cluster.row_begin[row + 1]; ++k)
        most = std::max(most, cluster.weight[k]);
      none_[row] = 1 / most;
      for (std::uint32_t k = cluster.row_begin[row]; k < cluster.row_begin[row + 1]; ++k)
        weight_[k] = cluster.weight[k] * none_[row];
    }
  }

  void run() {
    double const per_total = 1 / visit(0, 1, 0);
    for (std::uint32_t row = 0; row <= last_; ++row) {
      for (std::uint32_t column = 0; column < cluster_.columns; ++column)
        sum_[row][column] *= per_total;
      sum_[row][kJointSize] *= per_total;
    }
  }

 private:
  /// Sum of the weights of all events that go on from here.
  double visit(std::uint32_t row, double weight, unsigned taken) {
    double total = weight * none_[row];
    if (row < last_) total = visit(row + 1, total, taken);
    sum_[row][kJointSize] += total;
    for (std::uint32_t k = cluster_.row_begin[row]; k < cluster_.row_begin[row + 1]; ++k) {
      unsigned const bit = 1U << cluster_.column[k];
      if ((taken & bit) != 0) continue;
      double here = weight * weight_[k];
      if (row < last_) here = visit(row + 1, here, taken | bit);
      sum_[row][cluster_.column[k]] += here;
      total += here;
    }
    return total;
  }

  SparseWeights const& cluster_;
  std::uint32_t last_;                                 // row
  std::array<double, kJointSize * kJointSize> weight_; // of the cluster's pairs
  std::array<double, kJointSize> none_;
  JointProbabilities& sum_;
};

} // namespace

void joint_probabilities(SparseWeights const& cluster, JointProbabilities& out) {
  assert(cluster.rows() >= 1 && cluster.rows() <= kJointSize && cluster.columns <= kJointSize);
  Enumeration(cluster, out).run();
}

} // namespace dalian::association
