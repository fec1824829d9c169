#include "twin/association/assignment.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <set>

namespace dalian::association {
namespace {

struct Problem {
  std::vector<std::uint32_t> row_begin{0}, column;
  std::vector<double> cost;
  std::uint32_t columns = 0;

  SparseCosts view() const { return {row_begin, column, cost, columns}; }
  void end_row() { row_begin.push_back(static_cast<std::uint32_t>(column.size())); }
  void add(std::uint32_t c, double value) {
    column.push_back(c);
    cost.push_back(value);
  }
};

Problem random_problem(std::mt19937_64& random, std::uint32_t rows, std::uint32_t columns, double density) {
  std::uniform_real_distribution<double> chance(0, 1), cost(-20, 4);
  Problem p;
  p.columns = columns;
  bool const whole_numbers = chance(random) < 0.5; // then there are many ties
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (std::uint32_t c = 0; c < columns; ++c)
      if (chance(random) < density) p.add(c, whole_numbers ? std::round(cost(random) / 4) : cost(random));
    p.end_row();
  }
  return p;
}

/// Sum of the costs of a choice; fails when a column is taken twice or a pair does not exist.
double sum_of(Problem const& p, std::span<std::uint32_t const> column_of) {
  double sum = 0;
  std::set<std::uint32_t> taken;
  for (std::uint32_t row = 0; row < column_of.size(); ++row) {
    if (column_of[row] == kNobody) continue;
    EXPECT_TRUE(taken.insert(column_of[row]).second);
    auto const begin = p.column.begin() + p.row_begin[row], end = p.column.begin() + p.row_begin[row + 1];
    auto const at = std::find(begin, end, column_of[row]);
    EXPECT_NE(at, end);
    if (at != end) sum += p.cost[static_cast<std::size_t>(at - p.column.begin())];
  }
  return sum;
}

double brute_force(Problem const& p, std::uint32_t row, unsigned taken) {
  if (row + 1 == p.row_begin.size()) return 0;
  double best = brute_force(p, row + 1, taken);
  for (std::uint32_t k = p.row_begin[row]; k < p.row_begin[row + 1]; ++k)
    if ((taken >> p.column[k] & 1) == 0)
      best = std::min(best, p.cost[k] + brute_force(p, row + 1, taken | 1U << p.column[k]));
  return best;
}

/// Cheapest flow, one unit after the other along shortest ways found by Bellman & Ford: slow, and another method.
double by_flow(Problem const& p) {
  std::size_t const rows = p.row_begin.size() - 1, nodes = rows + p.columns + 2, source = nodes - 2, sink = nodes - 1;
  struct Edge {
    std::size_t from, to;
    double cost;
    int room;
  };
  std::vector<Edge> edges; // each followed by its reverse
  auto const add = [&](std::size_t a, std::size_t b, double c) {
    edges.push_back({a, b, c, 1});
    edges.push_back({b, a, -c, 0});
  };
  for (std::size_t row = 0; row < rows; ++row) {
    add(source, row, 0);
    for (std::uint32_t k = p.row_begin[row]; k < p.row_begin[row + 1]; ++k)
      add(row, rows + p.column[k], p.cost[k]);
  }
  for (std::size_t c = 0; c < p.columns; ++c)
    add(rows + c, sink, 0);
  double total = 0;
  for (;;) {
    std::vector<double> distance(nodes, 1e9);
    std::vector<std::size_t> by(nodes, edges.size());
    distance[source] = 0;
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t e = 0; e < edges.size(); ++e)
        if (edges[e].room > 0 && distance[edges[e].from] + edges[e].cost < distance[edges[e].to] - 1e-9) {
          distance[edges[e].to] = distance[edges[e].from] + edges[e].cost;
          by[edges[e].to] = e;
          changed = true;
        }
    }
    if (distance[sink] > -1e-9) return total;
    total += distance[sink];
    for (std::size_t at = sink; at != source; at = edges[by[at]].from) {
      --edges[by[at]].room;
      ++edges[by[at] ^ 1].room;
    }
  }
}

TEST(Assignment, ThePublishedExample) {
  // Documentation of scipy.optimize.linear_sum_assignment: columns 1, 0, 2 for a sum of 5. 100 less, so that all want.
  Problem p;
  p.columns = 3;
  for (auto const& row : {std::array{4, 1, 3}, std::array{2, 0, 5}, std::array{3, 2, 2}}) {
    for (std::uint32_t c = 0; c < 3; ++c)
      p.add(c, row[c] - 100);
    p.end_row();
  }
  AssignmentSolver solver;
  auto const chosen = solver.solve(p.view());
  EXPECT_EQ(std::vector(chosen.begin(), chosen.end()), (std::vector<std::uint32_t>{1, 0, 2}));
}

TEST(Assignment, AsCheapAsTheBestOfAllChoices) {
  AssignmentSolver solver;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    auto const p = random_problem(random, 1 + seed % 7, 1 + (seed / 7) % 7, 0.2 + 0.1 * static_cast<double>(seed % 9));
    ASSERT_NEAR(sum_of(p, solver.solve(p.view())), brute_force(p, 0, 0), 1e-9);
  }
}

TEST(Assignment, AsCheapAsTheCheapestFlowWhenLarge) {
  AssignmentSolver solver;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    auto const p = random_problem(random, 10 + seed % 50, 10 + (seed * 7) % 50, seed % 2 == 0 ? 0.1 : 0.7);
    ASSERT_NEAR(sum_of(p, solver.solve(p.view())), by_flow(p), 1e-6);
  }
}

TEST(Assignment, NobodyTakesWhatCostsMoreThanNothing) {
  Problem p;
  p.columns = 2;
  p.add(0, 0.5);
  p.end_row();
  p.end_row(); // a row without any choice
  AssignmentSolver solver;
  auto const chosen = solver.solve(p.view());
  EXPECT_EQ(std::vector(chosen.begin(), chosen.end()), (std::vector{kNobody, kNobody}));
}

} // namespace
} // namespace dalian::association
