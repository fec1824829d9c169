// Against dense LU with full pivoting of Eigen.
#include "twin/sparse/lu.hpp"

#include "tests/sparse/random_matrix.hpp"

#include <gtest/gtest.h>

namespace dalian::sparse {
namespace {

using test::random_vector;
using test::RandomMatrix;
using test::span_of;

/// Residual against what rounding allows at this condition.
void expect_solved(Eigen::MatrixXd const& a, Eigen::VectorXd const& x, Eigen::VectorXd const& b) {
  double const scale = a.lpNorm<Eigen::Infinity>() * x.lpNorm<Eigen::Infinity>() + b.lpNorm<Eigen::Infinity>();
  EXPECT_LT((a * x - b).lpNorm<Eigen::Infinity>(), 1e-9 * scale);
}

TEST(Lu, SolvesLikeDenseEigen) {
  std::mt19937_64 random(41);
  RecordProperty("seed", 41);
  for (int trial = 0; trial < 300; ++trial) {
    int const n = 1 + static_cast<int>(random() % 60);
    RandomMatrix m(n, 3 * n, trial % 2 == 0, random);
    Lu lu(m.pattern);
    bool const regular = m.dense().fullPivLu().isInvertible();
    if (lu.factor(m.values)) {
      EXPECT_LT(std::abs(m.dense().fullPivLu().rcond()), 1e-12) << "trial " << trial;
      continue;
    }
    ASSERT_TRUE(regular) << "trial " << trial;
    for (int again = 0; again < 2; ++again) {
      Eigen::VectorXd const b = random_vector(n, random);
      Eigen::VectorXd x = b, y = b;
      lu.solve(span_of(x));
      lu.solve_transposed(span_of(y));
      expect_solved(m.dense(), x, b);
      expect_solved(m.dense().transpose(), y, b);
      for (double& v : m.values)
        v *= std::uniform_real_distribution<double>(0.9, 1.1)(random);
      ASSERT_TRUE(lu.refactor(m.values));
    }
  }
}

TEST(Lu, ManyRightHandSidesAreTheSameBitsAsOneByOne) {
  std::mt19937_64 random(42);
  RandomMatrix const m(37, 90, true, random);
  Lu lu(m.pattern);
  ASSERT_FALSE(lu.factor(m.values));
  Eigen::VectorXd many = random_vector(37 * 7, random), one = many;
  lu.solve(span_of(many), 7);
  for (std::size_t i = 0; i < 7; ++i)
    lu.solve(span_of(one).subspan(i * 37, 37));
  EXPECT_EQ(many, one);
}

TEST(Lu, AKeptPlanMakesAnswersIndependentOfWhatWasBefore) {
  std::mt19937_64 random(43);
  RandomMatrix m(30, 80, true, random);
  Lu lu(m.pattern), other(m.pattern);
  ASSERT_FALSE(lu.factor(m.values));
  auto const plan = lu.plan();
  auto const first = m.values;
  m.fill(random);
  ASSERT_FALSE(lu.factor(m.values)); // other pivots
  lu.use(plan);
  ASSERT_TRUE(lu.refactor(first));
  ASSERT_FALSE(other.factor(first));
  Eigen::VectorXd x = random_vector(30, random), y = x;
  lu.solve(span_of(x));
  other.solve(span_of(y));
  EXPECT_EQ(x, y);
}

TEST(Lu, NamesTheUnknownThatNothingDetermines) {
  Pattern const pattern = make_pattern(3, std::vector<Place>{{0, 0}, {1, 1}, {2, 2}, {0, 1}});
  Lu lu(pattern);
  std::vector<double> values{1, 2, 3, 0}; // (0,0) (0,1) (1,1) (2,2)
  auto const singular = lu.factor(values);
  ASSERT_TRUE(singular);
  EXPECT_EQ(singular->column, 2);
  values[3] = 1;
  EXPECT_FALSE(lu.factor(values));
  values[0] = 0;
  EXPECT_FALSE(lu.refactor(values));
  values[0] = std::nan("");
  EXPECT_TRUE(lu.factor(values));
  Lu empty_column(make_pattern(2, std::vector<Place>{{0, 0}, {1, 0}}));
  ASSERT_TRUE(empty_column.factor(std::vector<double>{1, 1}));
  Lu nothing{Pattern{}};
  EXPECT_FALSE(nothing.factor({}));
}

TEST(Lu, PlacesNamedTwiceShareAPosition) {
  std::vector<int> position;
  Pattern const pattern = make_pattern(2, std::vector<Place>{{1, 0}, {0, 0}, {1, 0}, {1, 1}}, &position);
  EXPECT_EQ(pattern.start, (std::vector{0, 2, 3}));
  EXPECT_EQ(pattern.row, (std::vector{0, 1, 1}));
  EXPECT_EQ(position, (std::vector{1, 0, 1, 2}));
}

} // namespace
} // namespace dalian::sparse
