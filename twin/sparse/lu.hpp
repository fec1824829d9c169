#pragma once
// LU factors of a sparse square matrix whose pattern stays and whose values change. Order and pivots are chosen once
// (SuiteSparse KLU: AMD, partial pivoting that prefers the diagonal; Davis and Palamadai Natarajan, ACM TOMS 37, 2010);
// then the factors' pattern is known, and refactoring and solving are loops over it without allocation. Equal values
// and equal pivots give equal bits. Knows no network. One thread at a time for an object; plans may be shared.
#include "twin/sparse/pattern.hpp"

#include <memory>
#include <optional>

namespace dalian::sparse {

/// Order, pivots and the pattern of the factors; immutable.
struct LuPlan;
using LuPlanPtr = std::shared_ptr<LuPlan const>;

/// No pivot was left for this unknown: nothing determines it.
struct Singular {
  int column = 0;
};

class Lu {
 public:
  explicit Lu(Pattern pattern);

  Pattern const& pattern() const { return pattern_; }
  /// Pivots anew for these values, one for each entry of the pattern. Afterwards solve() may be called, unless it is
  /// singular.
  std::optional<Singular> factor(std::span<double const> values);
  /// Keeps the pivots of the plan. False when one of them is too small for these values (|l| > kGrowth): then the
  /// factors are of no use and factor() may find better ones.
  bool refactor(std::span<double const> values);

  /// The plan in use; null before the first factor(). To take up a kept plan makes an answer independent of what was
  /// factored before; it is a plan of the same pattern.
  LuPlanPtr const& plan() const { return plan_; }
  void use(LuPlanPtr plan);

  /// b becomes x with A x = b.
  void solve(std::span<double> b);
  /// `count` right-hand sides, one behind the other; the same bits as one by one.
  void solve(std::span<double> b, int count);
  /// b becomes x with Aᵀ x = b: sensitivities.
  void solve_transposed(std::span<double> b);

  static constexpr double kGrowth = 1e8;

 private:
  template <int Lanes>
  void solve_lanes(double* b);

  Pattern pattern_;
  LuPlanPtr plan_;
  std::vector<double> lower_, upper_, inverse_pivot_; // values of the factors
  std::vector<double> work_;
};

} // namespace dalian::sparse
