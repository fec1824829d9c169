#pragma once
// Solves with A + U Vᵀ from the factors of A: few rows and columns changed, such as one branch out of a network
// (Sherman–Morrison–Woodbury; Hager, SIAM Review 31, 1989). Worth it while the rank is small against the size.
#include "twin/sparse/lu.hpp"

namespace dalian::sparse {

class LowRank {
 public:
  /// `u` and `v`: `rank` columns of A's size, one behind the other. `base` holds the factors of A and must outlive this
  /// unchanged.
  LowRank(Lu& base, std::span<double const> u, std::span<double const> v, int rank);

  /// The change takes away what determined an unknown; then solve() may not be called.
  bool singular() const { return singular_; }
  /// b becomes x with (A + U Vᵀ) x = b.
  void solve(std::span<double> b);

 private:
  std::size_t place(int row, int column) const { return static_cast<std::size_t>(column * rank_ + row); }
  void factor_small();

  Lu& base_;
  int rank_ = 0;
  std::vector<double> inverse_u_, v_; // A⁻¹ U, and V
  std::vector<double> small_;         // I + Vᵀ A⁻¹ U as LU with row pivots
  std::vector<int> pivot_;
  std::vector<double> projected_;
  bool singular_ = false;
};

} // namespace dalian::sparse
