#pragma once
// Joint probabilistic data association in a small cluster: how probable each pair is, over all ways in which every
// detection is of at most one track and every track has at most one detection: exact sums over all joint events
// (Bar-Shalom & Li 1995, "Multitarget-Multisensor Tracking: Principles and Techniques", §6.2), none left out. Pure.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace dalian::association {

inline constexpr std::size_t kJointSize = 6; // tracks and detections: at most 13 327 joint events

/// Row by row; the last column is "none", so each row sums to one.
using JointProbabilities = std::array<std::array<double, kJointSize + 1>, kJointSize>;

/// As SparseCosts, but with the likelihood ratio of each pair to none, which weighs 1.
struct SparseWeights {
  std::span<std::uint32_t const> row_begin; // rows + 1
  std::span<std::uint32_t const> column;    // each at most once in a row
  std::span<double const> weight;           // finite, > 0
  std::uint32_t columns = 0;
  std::uint32_t rows() const { return static_cast<std::uint32_t>(row_begin.size() - 1); }
};

/// At most kJointSize rows and columns; rows and columns of `out` beyond those of the cluster are left
/// alone.
void joint_probabilities(SparseWeights const& cluster, JointProbabilities& out);

} // namespace dalian::association
