// Against elimination of the full matrix (with row exchange), on random networks.
#include "twin/sparse/cholesky.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace dalian::sparse {
namespace {

using Dense = std::vector<std::vector<double>>;

std::vector<double> eliminate(Dense a, std::vector<double> b) {
  std::size_t const n = b.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t best = k;
    for (std::size_t r = k; r < n; ++r)
      if (std::abs(a[r][k]) > std::abs(a[best][k])) best = r;
    std::swap(a[k], a[best]), std::swap(b[k], b[best]);
    for (std::size_t r = k + 1; r < n; ++r) {
      double const l = a[r][k] / a[k][k];
      for (std::size_t c = k; c < n; ++c)
        a[r][c] -= l * a[k][c];
      b[r] -= l * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t c = k + 1; c < n; ++c)
      b[k] -= a[k][c] * b[c];
    b[k] /= a[k][k];
  }
  return b;
}

/// Conductances between nodes and, here and there, to the ground.
struct Case {
  std::uint32_t size;
  std::vector<Cholesky::Edge> edges;
  std::vector<double> conductance, ground;

  Dense dense() const {
    Dense a(size, std::vector<double>(size));
    for (std::size_t e = 0; e < edges.size(); ++e) {
      auto const [i, j] = edges[e];
      a[i][i] += conductance[e], a[j][j] += conductance[e];
      a[i][j] -= conductance[e], a[j][i] -= conductance[e];
    }
    for (std::uint32_t i = 0; i < size; ++i)
      a[i][i] += ground[i];
    return a;
  }
  void fill(Cholesky& c) const {
    c.clear();
    for (std::uint32_t e = 0; e < edges.size(); ++e) {
      c.values()[c.place_of_edge(e)] -= conductance[e];
      c.values()[c.place_of_diagonal(edges[e].first)] += conductance[e];
      c.values()[c.place_of_diagonal(edges[e].second)] += conductance[e];
    }
    for (std::uint32_t i = 0; i < size; ++i)
      c.values()[c.place_of_diagonal(i)] += ground[i];
  }
};

Case random_case(std::mt19937& random) {
  auto const below = [&](std::uint32_t n) { return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(random); };
  std::uniform_real_distribution<double> real(0.1, 10);
  Case out{1 + below(40), {}, {}, {}};
  for (std::uint32_t e = 0, all = out.size > 1 ? below(3 * out.size) : 0; e < all; ++e) {
    std::uint32_t const i = below(out.size), j = below(out.size);
    if (i == j) continue;
    out.edges.emplace_back(i, j); // also twice
    out.conductance.push_back(real(random));
  }
  for (std::uint32_t i = 0; i < out.size; ++i)
    out.ground.push_back(below(4) == 0 ? real(random) : 1e-3);
  return out;
}

void expect_near(std::vector<double> const& found, std::vector<double> const& right) {
  for (std::size_t i = 0; i < right.size(); ++i)
    EXPECT_NEAR(found[i], right[i], 1e-8 * (1 + std::abs(right[i]))) << "row " << i;
}

TEST(Cholesky, EqualsFullElimination) {
  std::mt19937 random(20261127);
  std::uniform_real_distribution<double> real(-1, 1);
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE(round);
    Case const one = random_case(random);
    auto solver = Cholesky::analyse(one.size, one.edges);
    ASSERT_TRUE(solver) << solver.error();
    for (int again = 0; again < 2; ++again) { // the second time over what the first left
      one.fill(solver.value());
      ASSERT_EQ(solver->factor(), std::nullopt);
    }
    std::vector<double> b(one.size), three(std::size_t{3} * one.size);
    for (std::uint32_t i = 0; i < one.size; ++i) {
      b[i] = real(random);
      for (std::uint32_t c = 0; c < 3; ++c)
        three[3 * i + c] = b[i] * (c + 1);
    }
    auto const right = eliminate(one.dense(), b);
    solver->solve(three, 3);
    solver->solve(b);
    expect_near(b, right);
    for (std::uint32_t i = 0; i < one.size; ++i)
      for (std::uint32_t c = 0; c < 3; ++c)
        EXPECT_NEAR(three[3 * i + c], right[i] * (c + 1), 1e-7 * (1 + std::abs(right[i])));
  }
}

TEST(Cholesky, UpdateEqualsFactoringAnew) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> real(-1, 1);
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE(round);
    Case one = random_case(random);
    if (one.edges.empty()) continue;
    auto solver = Cholesky::analyse(one.size, one.edges);
    ASSERT_TRUE(solver);
    one.fill(solver.value());
    ASSERT_EQ(solver->factor(), std::nullopt);
    auto const e = std::uniform_int_distribution<std::size_t>(0, one.edges.size() - 1)(random);
    double const change = round % 2 == 0 ? 5.0 : -0.9 * one.conductance[e]; // more, and nearly taken out
    ASSERT_TRUE(solver->update(one.edges[e].first, one.edges[e].second, change));
    ASSERT_TRUE(solver->update(one.edges[e].first, one.edges[e].first, 2));
    one.conductance[e] += change;
    one.ground[one.edges[e].first] += 2;
    std::vector<double> b(one.size);
    for (double& x : b)
      x = real(random);
    auto const right = eliminate(one.dense(), b);
    solver->solve(b);
    expect_near(b, right);
  }
}

TEST(Cholesky, NamesTheRowThatIsNotHeld) {
  std::vector<Cholesky::Edge> const edges{{0, 1}, {2, 3}};
  auto solver = Cholesky::analyse(4, edges);
  ASSERT_TRUE(solver);
  Case const floating{4, edges, {1, 1}, {1, 1, 0, 0}}; // nodes 2 and 3 hang on nothing
  floating.fill(solver.value());
  auto const row = solver->factor();
  ASSERT_TRUE(row);
  EXPECT_GE(*row, 2U);
}

TEST(Cholesky, RefusesWhatIsTooDense) {
  std::vector<Cholesky::Edge> edges;
  for (std::uint32_t i = 0; i < 800; ++i)
    for (std::uint32_t j = 0; j < i; ++j)
      edges.emplace_back(i, j);
  EXPECT_FALSE(Cholesky::analyse(800, edges)); // 800³/6 operations
  EXPECT_TRUE(Cholesky::analyse(0, {}));
}

} // namespace
} // namespace dalian::sparse
