#include "twin/energy/linear_programme.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace dalian::energy {
namespace {

constexpr std::uint32_t kSeed = 1917;

/// x of `a` x = b by Cramer's rule; nothing when the rows are parallel.
std::optional<std::array<double, 2>> crossing(std::array<double, 3> a, std::array<double, 3> b) {
  double const det = a[0] * b[1] - a[1] * b[0];
  if (std::abs(det) < 1e-9) return std::nullopt;
  return std::array{(a[2] * b[1] - a[1] * b[2]) / det, (a[0] * b[2] - a[2] * b[0]) / det};
}

/// Two unknowns: the best of all corners that keep all bounds, each the crossing of two of the lines that bound.
std::optional<double> best_corner(LinearProgramme const& p) {
  std::vector<std::array<double, 3>> lines;
  for (std::size_t c = 0; c < 2; ++c)
    for (double const bound : {p.low[c], p.high[c]})
      lines.push_back({c == 0 ? 1.0 : 0.0, c == 1 ? 1.0 : 0.0, bound});
  for (std::size_t r = 0; r < p.row_low.size(); ++r)
    lines.push_back({p.terms[2 * r].value, p.terms[2 * r + 1].value, p.row_high[r]});
  std::optional<double> best;
  for (auto const& a : lines)
    for (auto const& b : lines) {
      auto const x = crossing(a, b);
      if (!x) continue;
      bool inside = true;
      for (auto const& line : lines)
        if (&line - lines.data() >= 4) inside &= line[0] * (*x)[0] + line[1] * (*x)[1] <= line[2] + 1e-9;
      for (std::size_t c = 0; c < 2; ++c)
        inside &= (*x)[c] >= p.low[c] - 1e-9 && (*x)[c] <= p.high[c] + 1e-9;
      double const cost = p.cost[0] * (*x)[0] + p.cost[1] * (*x)[1];
      if (inside && (!best || cost < *best)) best = cost;
    }
  return best;
}

TEST(LinearProgramme, IsAsGoodAsTheBestCornerOfRandomOnes) {
  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> draw(-1, 1);
  int without = 0;
  for (int round = 0; round < 300; ++round) {
    LinearProgramme p;
    for (int c = 0; c < 2; ++c)
      p.add_column(draw(random), -1, 1 + draw(random));
    for (std::uint32_t r = 0; r < 4; ++r) {
      p.add_row(-kUnbounded, draw(random));
      p.terms.push_back({r, 0, draw(random)});
      p.terms.push_back({r, 1, draw(random)});
    }
    auto const expected = best_corner(p);
    auto const found = LinearSolver().solve(p);
    ASSERT_EQ(found.ok(), expected.has_value()) << "seed " << kSeed << " round " << round;
    without += !expected;
    if (!expected) continue;
    EXPECT_NEAR(found->cost, *expected, 1e-7) << "seed " << kSeed << " round " << round;
    EXPECT_LT(found->gap, 1e-9);
    EXPECT_LT(found->residual, 1e-7);
  }
  EXPECT_GT(without, 10) << "some have no answer";
}

TEST(LinearProgramme, PricesAreWhatABoundIsWorth) {
  // min 2x + 3y, x + y ≥ 10, x ≤ 6: x = 6, y = 4; one more costs 3, one more of x would save 1.
  LinearProgramme p;
  p.add_column(2, 0, 6), p.add_column(3, 0, kUnbounded);
  p.add_row(10, kUnbounded);
  p.terms = {{0, 0, 1}, {0, 1, 1}};
  LinearSolver solver;
  auto const best = solver.solve(p);
  ASSERT_TRUE(best) << best.error();
  EXPECT_EQ(best->x, (std::vector<double>{6, 4}));
  EXPECT_DOUBLE_EQ(best->price[0], 3);
  p.high[0] = 20; // again from there
  EXPECT_DOUBLE_EQ(solver.solve(p)->cost, 20);
}

TEST(LinearProgramme, WhatCannotBeSaysSo) {
  LinearProgramme p;
  p.add_column(1, 0, 1);
  p.add_row(5, kUnbounded);
  p.terms = {{0, 0, 1}};
  LinearSolver solver;
  EXPECT_EQ(solver.solve(p).error(), "no answer keeps all bounds");
  p.high[0] = kUnbounded;
  EXPECT_DOUBLE_EQ(solver.solve(p)->cost, 5) << "the next one is not spoiled";
  p.cost[0] = -1;
  EXPECT_EQ(solver.solve(p).error(), "the cost has no floor");
}

} // namespace
} // namespace dalian::energy
