#include "twin/sparse/lu.hpp"

#include "twin/sparse/lu_plan.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <suitesparse/klu.h>

namespace dalian::sparse {
namespace {

constexpr int kLanes = 4; // right-hand sides that go through the factors together

/// KLU's objects of one analysis.
class Klu {
 public:
  explicit Klu(Pattern const& pattern) : pattern_(pattern) {
    klu_defaults(&common_);
    common_.btf = 0;    // one block: the plan knows no others
    common_.tol = 1e-2; // a diagonal entry of 1 % of its column's largest will do
    symbolic_ = klu_analyze(pattern.size, starts(), rows(), &common_);
    assert(symbolic_ != nullptr); // a Pattern is valid
  }
  Klu(Klu const&) = delete;
  Klu& operator=(Klu const&) = delete;
  ~Klu() {
    if (numeric_ != nullptr) klu_free_numeric(&numeric_, &common_);
    klu_free_symbolic(&symbolic_, &common_);
  }

  std::optional<Singular> factor(std::span<double const> values) {
    numeric_ = klu_factor(starts(), rows(), const_cast<double*>(values.data()), symbolic_, &common_); // only read
    if (numeric_ == nullptr || common_.status != KLU_OK) return Singular{std::clamp(common_.singular_col, 0, last())};
    return {};
  }
  std::vector<int> row_of() const { return {numeric_->Pnum, numeric_->Pnum + pattern_.size}; }
  std::vector<int> column_of() const { return {symbolic_->Q, symbolic_->Q + pattern_.size}; }

 private:
  int* starts() const { return const_cast<int*>(pattern_.start.data()); } // KLU only reads them
  int* rows() const { return const_cast<int*>(pattern_.row.data()); }
  int last() const { return pattern_.size - 1; }

  Pattern const& pattern_;
  klu_common common_{};
  klu_symbolic* symbolic_ = nullptr;
  klu_numeric* numeric_ = nullptr;
};

} // namespace

Lu::Lu(Pattern pattern) : pattern_(std::move(pattern)), work_(static_cast<std::size_t>(pattern_.size) * kLanes) {}

std::optional<Singular> Lu::factor(std::span<double const> values) {
  assert(values.size() >= pattern_.row.size());
  if (pattern_.size == 0) return {};
  for (double const v : values.first(pattern_.row.size()))
    if (!std::isfinite(v)) return Singular{0};
  Klu klu(pattern_);
  if (auto const singular = klu.factor(values)) return singular;
  use(make_plan(pattern_, klu.row_of(), klu.column_of()));
  if (refactor(values)) return {};
  for (std::size_t k = 0; k < inverse_pivot_.size(); ++k)
    if (!std::isfinite(inverse_pivot_[k])) return Singular{plan_->column_of[k]};
  return Singular{plan_->column_of.back()};
}

void Lu::use(LuPlanPtr plan) {
  if (plan == plan_) return;
  plan_ = std::move(plan);
  assert(plan_ == nullptr || static_cast<int>(plan_->row_of.size()) == pattern_.size);
  if (plan_ == nullptr) return;
  lower_.resize(plan_->lower_row.size());
  upper_.resize(plan_->upper_row.size());
  inverse_pivot_.resize(plan_->row_of.size());
}

bool Lu::refactor(std::span<double const> values) {
  if (pattern_.size == 0) return true;
  assert(plan_ != nullptr && values.size() >= pattern_.row.size());
  LuPlan const& plan = *plan_;
  int const* const row = pattern_.row.data();
  int const* const place = plan.place_of_row.data();
  int const* const lower_row = plan.lower_row.data();
  double* const x = work_.data();
  double* const lower = lower_.data();
  double grown = 0;
  for (std::size_t k = 0; k < inverse_pivot_.size(); ++k) {
    int const u0 = plan.upper_start[k], u1 = plan.upper_start[k + 1], l0 = plan.lower_start[k],
              l1 = plan.lower_start[k + 1];
    for (int p = u0; p < u1; ++p)
      x[plan.upper_row[static_cast<std::size_t>(p)]] = 0;
    for (int p = l0; p < l1; ++p)
      x[lower_row[p]] = 0;
    x[k] = 0;
    auto const c = static_cast<std::size_t>(plan.column_of[k]);
    for (int p = pattern_.start[c]; p < pattern_.start[c + 1]; ++p)
      x[place[row[p]]] = values[static_cast<std::size_t>(p)];
    for (int p = u0; p < u1; ++p) {
      auto const j = static_cast<std::size_t>(plan.upper_row[static_cast<std::size_t>(p)]);
      double const u = x[j];
      upper_[static_cast<std::size_t>(p)] = u;
      for (int q = plan.lower_start[j], end = plan.lower_start[j + 1]; q < end; ++q)
        x[lower_row[q]] -= lower[q] * u;
    }
    double const inverse = 1 / x[k];
    inverse_pivot_[k] = inverse;
    for (int p = l0; p < l1; ++p) {
      lower[p] = x[lower_row[p]] * inverse;
      grown = std::max(grown, std::abs(lower[p]));
    }
    if (!std::isfinite(inverse)) return false;
  }
  return grown <= kGrowth; // false also for what is no number
}

template <int Lanes>
void Lu::solve_lanes(double* b) {
  LuPlan const& plan = *plan_;
  auto const n = inverse_pivot_.size();
  double* const x = work_.data();
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t l = 0; l < Lanes; ++l)
      x[k * Lanes + l] = b[l * n + static_cast<std::size_t>(plan.row_of[k])];
  for (std::size_t k = 0; k < n; ++k)
    for (int p = plan.lower_start[k]; p < plan.lower_start[k + 1]; ++p) {
      double const f = lower_[static_cast<std::size_t>(p)];
      auto const i = static_cast<std::size_t>(plan.lower_row[static_cast<std::size_t>(p)]);
      for (std::size_t l = 0; l < Lanes; ++l)
        x[i * Lanes + l] -= f * x[k * Lanes + l];
    }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t l = 0; l < Lanes; ++l)
      x[k * Lanes + l] *= inverse_pivot_[k];
    for (int p = plan.upper_start[k]; p < plan.upper_start[k + 1]; ++p) {
      double const f = upper_[static_cast<std::size_t>(p)];
      auto const i = static_cast<std::size_t>(plan.upper_row[static_cast<std::size_t>(p)]);
      for (std::size_t l = 0; l < Lanes; ++l)
        x[i * Lanes + l] -= f * x[k * Lanes + l];
    }
  }
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t l = 0; l < Lanes; ++l)
      b[l * n + static_cast<std::size_t>(plan.column_of[k])] = x[k * Lanes + l];
}

void Lu::solve(std::span<double> b) {
  assert(static_cast<int>(b.size()) == pattern_.size);
  if (pattern_.size > 0) solve_lanes<1>(b.data());
}

void Lu::solve(std::span<double> b, int count) {
  auto const n = static_cast<std::size_t>(pattern_.size);
  assert(b.size() == n * static_cast<std::size_t>(count));
  if (n == 0) return;
  int done = 0;
  for (; done + kLanes <= count; done += kLanes)
    solve_lanes<kLanes>(b.data() + n * static_cast<std::size_t>(done));
  for (; done < count; ++done)
    solve_lanes<1>(b.data() + n * static_cast<std::size_t>(done));
}

void Lu::solve_transposed(std::span<double> b) {
  assert(static_cast<int>(b.size()) == pattern_.size);
  if (pattern_.size == 0) return;
  LuPlan const& plan = *plan_;
  auto const n = inverse_pivot_.size();
  double* const x = work_.data();
  for (std::size_t k = 0; k < n; ++k) {
    double sum = b[static_cast<std::size_t>(plan.column_of[k])];
    for (int p = plan.upper_start[k]; p < plan.upper_start[k + 1]; ++p)
      sum -= upper_[static_cast<std::size_t>(p)] * x[plan.upper_row[static_cast<std::size_t>(p)]];
    x[k] = sum * inverse_pivot_[k];
  }
  for (std::size_t k = n; k-- > 0;)
    for (int p = plan.lower_start[k]; p < plan.lower_start[k + 1]; ++p)
      x[k] -= lower_[static_cast<std::size_t>(p)] * x[plan.lower_row[static_cast<std::size_t>(p)]];
  for (std::size_t k = 0; k < n; ++k)
    b[static_cast<std::size_t>(plan.row_of[k])] = x[k];
}

} // namespace dalian::sparse
