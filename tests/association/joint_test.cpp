#include "twin/association/joint.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace dalian::association {
namespace {

struct Cluster {
  std::vector<std::uint32_t> row_begin{0}, column;
  std::vector<double> weight;
  std::uint32_t columns = 0;
  SparseWeights view() const { return {row_begin, column, weight, columns}; }
};

Cluster from_weights(std::vector<std::vector<double>> const& weights) {
  Cluster c;
  for (auto const& row : weights) {
    c.columns = static_cast<std::uint32_t>(row.size());
    for (std::uint32_t k = 0; k < row.size(); ++k)
      if (row[k] > 0) {
        c.column.push_back(k);
        c.weight.push_back(row[k]);
      }
    c.row_begin.push_back(static_cast<std::uint32_t>(c.column.size()));
  }
  return c;
}

JointProbabilities joint(Cluster const& cluster) {
  JointProbabilities p;
  joint_probabilities(cluster.view(), p);
  return p;
}

TEST(Joint, TwoTracksTwoDetectionsByHand) {
  // Seven events: nothing; four single pairs; two ways of both. All of weight 1.
  auto p = joint(from_weights({{1, 1}, {1, 1}}));
  EXPECT_NEAR(p[0][0], 2.0 / 7, 1e-12);
  EXPECT_NEAR(p[0][kJointSize], 3.0 / 7, 1e-12);
  // One detection both could have, with weights 3 and 1; one that only the second could have, with 2:
  // events: 1; a1 3; b1 1; b2 2; a1+b2 6; sum 13.
  p = joint(from_weights({{3, 0}, {1, 2}}));
  EXPECT_NEAR(p[0][0], 9.0 / 13, 1e-12);
  EXPECT_NEAR(p[1][0], 1.0 / 13, 1e-12);
  EXPECT_NEAR(p[1][1], 8.0 / 13, 1e-12);
  EXPECT_NEAR(p[1][kJointSize], 4.0 / 13, 1e-12);
}

/// Every way of giving each row a column or none, legal or not, counted like the digits of a number.
std::vector<std::vector<double>> by_counting(std::vector<std::vector<double>> const& w) {
  std::size_t const rows = w.size(), columns = w[0].size();
  std::vector<std::vector<double>> sum(rows, std::vector<double>(columns + 1));
  double total = 0;
  std::vector<std::size_t> digit(rows, 0);
  for (;;) {
    double weight = 1;
    std::vector<int> used(columns + 1, 0);
    for (std::size_t r = 0; r < rows; ++r) {
      if (digit[r] < columns) weight *= used[digit[r]]++ == 0 ? w[r][digit[r]] : 0;
    }
    total += weight;
    for (std::size_t r = 0; r < rows; ++r)
      sum[r][digit[r]] += weight;
    std::size_t r = 0;
    while (r < rows && ++digit[r] > columns)
      digit[r++] = 0;
    if (r == rows) break;
  }
  for (auto& row : sum)
    for (double& p : row)
      p /= total;
  return sum;
}

TEST(Joint, EqualsCountingEveryCombination) {
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> log_weight(-8, 12), chance(0, 1);
    std::vector<std::vector<double>> w(1 + seed % 5, std::vector<double>(1 + seed / 5 % 5));
    for (auto& row : w)
      for (double& x : row)
        x = chance(random) < 0.7 ? std::exp(log_weight(random)) : 0;
    auto const got = joint(from_weights(w));
    auto const expected = by_counting(w);
    for (std::size_t r = 0; r < w.size(); ++r) {
      EXPECT_NEAR(got[r][kJointSize], expected[r].back(), 1e-9);
      for (std::size_t c = 0; c < w[0].size(); ++c)
        EXPECT_NEAR(got[r][c], expected[r][c], 1e-9);
    }
  }
}

TEST(Joint, SixBySixWithExtremeWeightsStaysFinite) {
  Cluster c;
  c.columns = kJointSize;
  for (std::uint32_t row = 0; row < kJointSize; ++row) {
    for (std::uint32_t k = 0; k < kJointSize; ++k) {
      c.column.push_back(k);
      c.weight.push_back(row == k ? 1e200 : 1e-200);
    }
    c.row_begin.push_back(static_cast<std::uint32_t>(c.column.size()));
  }
  auto const p = joint(c);
  for (std::size_t i = 0; i < kJointSize; ++i)
    EXPECT_NEAR(p[i][i], 1, 1e-12);
}

} // namespace
} // namespace dalian::association
