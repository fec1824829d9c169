#include "twin/association/joint.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::association {
namespace {

/// Weights by which columns are taken, one bit for each that several rows want.
using BySubset = std::array<double, std::size_t{1} << kJointSize>;

/// The first subset from s on in which `bit` is not.
unsigned without(unsigned bit, unsigned s) {
  return (s & bit) != 0 ? s + bit : s; // the bits below are 0 when counting has just set it
}

/// Sums over joint events as a walk through the rows, where the state is which columns are taken: the weight of all
/// ways to come to a state times that of all ways to go on from it is that of all events through it (a net of
/// hypotheses as in Maskell, Briers & Wright 2004, "Fast mutual exclusion"). A column that one row alone wants changes
/// no state.
class SubsetSums {
 public:
  explicit SubsetSums(SparseWeights const& cluster) : c_(cluster) {
    number_bits();
    for (std::uint32_t row = 0; row < c_.rows(); ++row)
      scale(row);
    go_on();
  }

  void tell(JointProbabilities& out) const {
    std::array<BySubset, 2> turns; // before a row and after it, in turn
    std::fill_n(turns[0].begin(), subsets_, 0.0);
    turns[0][0] = 1 / on_[0][0];
    for (std::uint32_t row = 0; row < c_.rows(); ++row) {
      std::fill_n(out[row].begin(), c_.columns, 0.0);
      tell(row, turns[row % 2], turns[1 - row % 2], out[row]);
    }
  }

 private:
  void number_bits() {
    std::array<std::uint8_t, kJointSize> wanted{};
    for (std::uint32_t const column : c_.column)
      ++wanted[column];
    unsigned bits = 0;
    for (std::uint32_t column = 0; column < c_.columns; ++column)
      bit_[column] = wanted[column] > 1 ? 1U << bits++ : 0;
    subsets_ = 1U << bits;
  }

  /// Dividing a whole row by its largest weight changes no probability and keeps products within range.
  void scale(std::uint32_t row) {
    double most = 1;
    for (std::uint32_t k = c_.row_begin[row]; k < c_.row_begin[row + 1]; ++k)
      most = std::max(most, c_.weight[k]);
    none_[row] = stay_[row] = 1 / most;
    for (std::uint32_t k = c_.row_begin[row]; k < c_.row_begin[row + 1]; ++k) {
      weight_[k] = c_.weight[k] * none_[row];
      if (bit_[c_.column[k]] == 0) stay_[row] += weight_[k];
    }
  }

  /// on_[row][s]: the weight of all events of `row` and those after it when the columns of s are taken.
  void go_on() {
    std::fill_n(on_[c_.rows()].begin(), subsets_, 1.0);
    for (std::uint32_t row = c_.rows(); row-- > 0;) {
      auto const& next = on_[row + 1];
      for (unsigned s = 0; s < subsets_; ++s)
        on_[row][s] = stay_[row] * next[s];
      for (std::uint32_t k = c_.row_begin[row]; k < c_.row_begin[row + 1]; ++k)
        if (unsigned const bit = bit_[c_.column[k]])
          for (unsigned s = 0; s < subsets_; s = without(bit, s + 1))
            on_[row][s] += weight_[k] * next[s | bit];
    }
  }

  /// Probabilities of a row, from the weight of each state before it; and the weights after it.
  void tell(std::uint32_t row, BySubset const& come, BySubset& after, std::array<double, kJointSize + 1>& out) const {
    auto const& on = on_[row + 1];
    double staying = 0;
    for (unsigned s = 0; s < subsets_; ++s) {
      staying += come[s] * on[s];
      after[s] = come[s] * stay_[row];
    }
    out[kJointSize] = staying * none_[row];
    for (std::uint32_t k = c_.row_begin[row]; k < c_.row_begin[row + 1]; ++k) {
      unsigned const bit = bit_[c_.column[k]];
      double sum = bit == 0 ? staying : 0;
      for (unsigned s = 0; bit != 0 && s < subsets_; s = without(bit, s + 1)) {
        sum += come[s] * on[s | bit];
        after[s | bit] += come[s] * weight_[k];
      }
      out[c_.column[k]] = sum * weight_[k];
    }
  }

  SparseWeights const& c_;
  unsigned subsets_ = 1;
  std::array<unsigned, kJointSize> bit_;               // of a column; 0: one row alone wants it
  std::array<double, kJointSize * kJointSize> weight_; // of the cluster's pairs
  std::array<double, kJointSize> none_, stay_;         // of a row: nothing; nothing that others want
  std::array<BySubset, kJointSize + 1> on_;
};

} // namespace

void joint_probabilities(SparseWeights const& cluster, JointProbabilities& out) {
  assert(cluster.rows() >= 1 && cluster.rows() <= kJointSize && cluster.columns <= kJointSize);
  SubsetSums(cluster).tell(out);
}

} // namespace dalian::association
