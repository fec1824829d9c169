#include "twin/sparse/low_rank.hpp"

#include <cassert>
#include <cmath>
#include <numeric>

namespace dalian::sparse {
namespace {

constexpr double kNothing = 1e-11; // a pivot this small against 1, the pivot without a change: nothing is left

double dot(std::span<double const> a, std::span<double const> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

} // namespace

LowRank::LowRank(Lu& base, std::span<double const> u, std::span<double const> v, int rank)
    : base_(base), rank_(rank), inverse_u_(u.begin(), u.end()), v_(v.begin(), v.end()),
      small_(static_cast<std::size_t>(rank * rank)), pivot_(static_cast<std::size_t>(rank)),
      projected_(static_cast<std::size_t>(rank)) {
  auto const n = static_cast<std::size_t>(base.pattern().size);
  assert(u.size() == n * static_cast<std::size_t>(rank) && v.size() == u.size());
  base_.solve(inverse_u_, rank);
  for (int j = 0; j < rank; ++j)
    for (int i = 0; i < rank; ++i)
      small_[place(i, j)] = (i == j ? 1 : 0) + dot(std::span(v_).subspan(static_cast<std::size_t>(i) * n, n),
                                                   std::span(inverse_u_).subspan(static_cast<std::size_t>(j) * n, n));
  factor_small();
}

void LowRank::factor_small() {
  for (int k = 0; k < rank_ && !singular_; ++k) {
    int best = k;
    for (int i = k + 1; i < rank_; ++i)
      if (std::abs(small_[place(i, k)]) > std::abs(small_[place(best, k)])) best = i;
    pivot_[static_cast<std::size_t>(k)] = best;
    for (int j = 0; j < rank_; ++j)
      std::swap(small_[place(k, j)], small_[place(best, j)]);
    if (!(std::abs(small_[place(k, k)]) > kNothing)) singular_ = true;
    for (int i = k + 1; i < rank_; ++i) {
      double const l = small_[place(i, k)] /= small_[place(k, k)];
      for (int j = k + 1; j < rank_; ++j)
        small_[place(i, j)] -= l * small_[place(k, j)];
    }
  }
}

void LowRank::solve(std::span<double> b) {
  assert(!singular_);
  base_.solve(b);
  auto const n = b.size();
  auto& y = projected_;
  for (int i = 0; i < rank_; ++i)
    y[static_cast<std::size_t>(i)] = dot(std::span(v_).subspan(static_cast<std::size_t>(i) * n, n), b);
  for (int k = 0; k < rank_; ++k)
    std::swap(y[static_cast<std::size_t>(k)], y[static_cast<std::size_t>(pivot_[static_cast<std::size_t>(k)])]);
  for (int i = 0; i < rank_; ++i)
    for (int j = 0; j < i; ++j)
      y[static_cast<std::size_t>(i)] -= small_[place(i, j)] * y[static_cast<std::size_t>(j)];
  for (int i = rank_; i-- > 0;) {
    for (int j = i + 1; j < rank_; ++j)
      y[static_cast<std::size_t>(i)] -= small_[place(i, j)] * y[static_cast<std::size_t>(j)];
    y[static_cast<std::size_t>(i)] /= small_[place(i, i)];
  }
  for (int j = 0; j < rank_; ++j)
    for (std::size_t i = 0; i < n; ++i)
      b[i] -= inverse_u_[static_cast<std::size_t>(j) * n + i] * y[static_cast<std::size_t>(j)];
}

} // namespace dalian::sparse
