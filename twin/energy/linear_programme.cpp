#include "twin/energy/linear_programme.hpp"

#include <Clp_C_Interface.h>

#include <algorithm>
#include <cmath>

namespace dalian::energy {
namespace {

/// CLP's own infinity.
std::vector<double> for_clp(std::vector<double> bounds) {
  constexpr double kMost = std::numeric_limits<double>::max();
  for (double& bound : bounds)
    bound = std::clamp(bound, -kMost, kMost);
  return bounds;
}

struct Columnwise {
  std::vector<CoinBigIndex> start;
  std::vector<int> row;
  std::vector<double> value;
};

Columnwise by_column(LinearProgramme const& p) {
  auto terms = p.terms;
  std::sort(terms.begin(), terms.end(),
            [](auto const& a, auto const& b) { return std::pair(a.column, a.row) < std::pair(b.column, b.row); });
  Columnwise out;
  out.start.assign(p.cost.size() + 1, 0);
  for (auto const& term : terms) {
    ++out.start[term.column + 1];
    out.row.push_back(static_cast<int>(term.row));
    out.value.push_back(term.value);
  }
  for (std::size_t c = 1; c < out.start.size(); ++c)
    out.start[c] += out.start[c - 1];
  return out;
}

double outside(double value, double low, double high) {
  return std::max({0.0, low - value, value - high});
}

/// What a price earns at the bound that it pulls towards; a pull towards no bound earns nothing, and shows as a gap.
double earned(double price, double low, double high) {
  double const bound = price > 0 ? low : high;
  return price == 0 || std::isinf(bound) ? 0 : price * bound;
}

void judge(LinearProgramme const& p, Optimum& out) {
  std::vector<double> activity(p.row_low.size(), 0), reduced = p.cost;
  for (auto const& term : p.terms) {
    activity[term.row] += term.value * out.x[term.column];
    reduced[term.column] -= term.value * out.price[term.row];
  }
  double dual = 0;
  out.cost = out.residual = 0;
  for (std::size_t r = 0; r < activity.size(); ++r) {
    out.residual = std::max(out.residual, outside(activity[r], p.row_low[r], p.row_high[r]));
    dual += earned(out.price[r], p.row_low[r], p.row_high[r]);
  }
  for (std::size_t c = 0; c < reduced.size(); ++c) {
    out.residual = std::max(out.residual, outside(out.x[c], p.low[c], p.high[c]));
    out.cost += p.cost[c] * out.x[c];
    dual += earned(reduced[c], p.low[c], p.high[c]);
  }
  out.gap = std::abs(out.cost - dual) / std::max({1.0, std::abs(out.cost), std::abs(dual)});
}

} // namespace

std::uint32_t LinearProgramme::add_column(double cost_each, double from, double to) {
  cost.push_back(cost_each), low.push_back(from), high.push_back(to);
  return static_cast<std::uint32_t>(cost.size() - 1);
}

std::uint32_t LinearProgramme::add_row(double from, double to) {
  row_low.push_back(from), row_high.push_back(to);
  return static_cast<std::uint32_t>(row_low.size() - 1);
}

struct LinearSolver::Model {
  Clp_Simplex* clp = nullptr;
  Columnwise matrix;

  Model() = default;
  Model(Model const&) = delete;
  Model& operator=(Model const&) = delete;
  ~Model() { clear(); }

  void clear() {
    if (clp != nullptr) Clp_deleteModel(clp);
    clp = nullptr;
  }

  bool holds(Columnwise const& other, std::size_t rows) const {
    return clp != nullptr && static_cast<std::size_t>(Clp_numberRows(clp)) == rows && matrix.start == other.start &&
           matrix.row == other.row && matrix.value == other.value;
  }

  void load(LinearProgramme const& p, Columnwise wanted) {
    auto const low = for_clp(p.low), high = for_clp(p.high), row_low = for_clp(p.row_low),
               row_high = for_clp(p.row_high);
    if (holds(wanted, p.row_low.size())) {
      Clp_chgObjCoefficients(clp, p.cost.data());
      Clp_chgColumnLower(clp, low.data());
      Clp_chgColumnUpper(clp, high.data());
      Clp_chgRowLower(clp, row_low.data());
      Clp_chgRowUpper(clp, row_high.data());
      return;
    }
    clear();
    matrix = std::move(wanted);
    clp = Clp_newModel();
    Clp_setLogLevel(clp, 0);
    Clp_loadProblem(clp, static_cast<int>(p.cost.size()), static_cast<int>(p.row_low.size()), matrix.start.data(),
                    matrix.row.data(), matrix.value.data(), low.data(), high.data(), p.cost.data(), row_low.data(),
                    row_high.data());
  }
};

LinearSolver::LinearSolver() : model_(std::make_unique<Model>()) {}
LinearSolver::~LinearSolver() = default;
LinearSolver::LinearSolver(LinearSolver&&) noexcept = default;

Result<Optimum> LinearSolver::solve(LinearProgramme const& p) {
  model_->load(p, by_column(p));
  Clp_dual(model_->clp, 0);
  if (Clp_status(model_->clp) != 0) Clp_primal(model_->clp, 0); // the other way round, should numbers be to blame
  int const status = Clp_status(model_->clp);
  if (status != 0) {
    model_->clear();
    return Error{status == 1   ? "no answer keeps all bounds"
                 : status == 2 ? "the cost has no floor"
                               : "the solver gave up; check the figures for very large and very small ones"};
  }
  Optimum out;
  double const *x = Clp_primalColumnSolution(model_->clp), *price = Clp_dualRowSolution(model_->clp);
  out.x.assign(x, x + p.cost.size());
  out.price.assign(price, price + p.row_low.size());
  judge(p, out);
  return out;
}

} // namespace dalian::energy
