// Against dense Eigen of the changed matrix.
#include "twin/sparse/low_rank.hpp"

#include "tests/sparse/random_matrix.hpp"

#include <gtest/gtest.h>

namespace dalian::sparse {
namespace {

using test::random_vector;
using test::RandomMatrix;
using test::span_of;

TEST(LowRank, SolvesTheChangedMatrix) {
  std::mt19937_64 random(44);
  RecordProperty("seed", 44);
  for (int trial = 0; trial < 100; ++trial) {
    int const n = 10 + static_cast<int>(random() % 40), rank = 1 + static_cast<int>(random() % 6);
    RandomMatrix m(n, 2 * n, true, random);
    for (int i = 0; i < n; ++i) // well away from singular, so that the comparison is sharp
      for (int p = m.pattern.start[static_cast<std::size_t>(i)]; p < m.pattern.start[static_cast<std::size_t>(i) + 1];
           ++p)
        if (m.pattern.row[static_cast<std::size_t>(p)] == i) m.values[static_cast<std::size_t>(p)] += 8;
    Lu lu(m.pattern);
    ASSERT_FALSE(lu.factor(m.values));
    Eigen::VectorXd u = random_vector(n * rank, random), v = random_vector(n * rank, random);
    LowRank changed(lu, span_of(u), span_of(v), rank);
    ASSERT_FALSE(changed.singular());
    Eigen::MatrixXd const a = m.dense() + u.reshaped(n, rank) * v.reshaped(n, rank).transpose();
    Eigen::VectorXd const b = random_vector(n, random), expected = a.fullPivLu().solve(b);
    Eigen::VectorXd x = b;
    changed.solve(span_of(x));
    EXPECT_LT((x - expected).norm(), 1e-9 * (1 + expected.norm())) << "trial " << trial;
  }
}

TEST(LowRank, SaysWhenTheChangeTakesAnUnknownAway) {
  Lu lu(make_pattern(2, std::vector<Place>{{0, 0}, {1, 1}}));
  ASSERT_FALSE(lu.factor(std::vector<double>{2, 3}));
  std::vector<double> const u{-2, 0}, v{1, 0};
  EXPECT_TRUE(LowRank(lu, u, v, 1).singular());
}

} // namespace
} // namespace dalian::sparse
