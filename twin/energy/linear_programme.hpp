#pragma once
// A linear programme: the smallest cost · x with row_low ≤ A x ≤ row_high and low ≤ x ≤ high. Solved by COIN-OR CLP;
// how good the answer is follows from its primal and dual values by arithmetic of our own, whatever the solver says.
#include "twin/base/result.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace dalian::energy {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

struct LinearProgramme {
  struct Term {
    std::uint32_t row = 0, column = 0;
    double value = 0;
  };
  std::vector<double> cost, low, high;   // by column
  std::vector<double> row_low, row_high; // by row
  std::vector<Term> terms;               // no place twice
  std::uint32_t add_column(double cost_each, double from, double to);
  std::uint32_t add_row(double from, double to);
};

struct Optimum {
  std::vector<double> x;     // by column
  std::vector<double> price; // by row: what the cost grows by when the row's bound grows by 1
  double cost = 0;
  double gap = 0;      // between the costs of x and of the dual answer, over the larger of them and 1
  double residual = 0; // the farthest that a row or column lies outside of its bounds
};

/// Solves one programme after another. Of those with the same terms it begins where the last one ended, so the answers
/// to a series depend on the series alone.
class LinearSolver {
 public:
  LinearSolver();
  ~LinearSolver();
  LinearSolver(LinearSolver&&) noexcept;

  /// The error says that no answer keeps all bounds, or that the cost has no floor.
  Result<Optimum> solve(LinearProgramme const& programme);

 private:
  struct Model;
  std::unique_ptr<Model> model_;
};

} // namespace dalian::energy
