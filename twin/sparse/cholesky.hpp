#pragma once
// Symmetric positive definite systems of one pattern, solved again and again with other numbers: P A Pᵀ = L D Lᵀ with
// an ordering of minimum degree (AMD; Amestoy, Davis & Duff 1996) and the elimination tree of Liu (1990). The
// elimination is compiled once into a list of places, so that a refactorisation runs through memory in order and
// allocates nothing. It knows nothing of what the numbers mean. One thread at a time.
#include "twin/base/result.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace dalian::sparse {

class Cholesky {
 public:
  using Edge = std::pair<std::uint32_t, std::uint32_t>;

  /// `edges`: where A has entries off its diagonal, either triangle once; repeated ones share a place. Ends below
  /// `size` and not equal. An error when the factor would need more than 2^26 operations.
  static Result<Cholesky> analyse(std::uint32_t size, std::span<Edge const> edges);

  std::uint32_t size() const { return static_cast<std::uint32_t>(order_.size()); }
  /// Entries of L below its diagonal.
  std::size_t fill() const { return rows_.size(); }

  /// The matrix is added up here after clear(): places of A(i, i) and of A at an edge (both triangles at once).
  void clear() { std::fill(values_.begin(), values_.end(), 0.0); }
  std::vector<double>& values() { return values_; }
  std::uint32_t place_of_diagonal(std::uint32_t i) const { return position_[i]; }
  std::uint32_t place_of_edge(std::uint32_t e) const { return edge_place_[e]; }

  /// Turns the matrix into its factor in place; a row whose pivot is not positive stops it and is returned.
  std::optional<std::uint32_t> factor();
  /// A x = b in place, after factor().
  void solve(std::span<double> b);
  /// Many right-hand sides: b[row * columns + column].
  void solve(std::span<double> b, std::uint32_t columns);
  /// The factor of A + w (e_i − e_j)(e_i − e_j)ᵀ, or of A + w e_i e_iᵀ where j = i; {i, j} belongs to the pattern.
  /// Method C1 of Gill, Golub, Murray & Saunders (1974) along one path of the tree. False when a pivot is lost: then
  /// factor anew.
  bool update(std::uint32_t i, std::uint32_t j, double w);

 private:
  Cholesky() = default;
  Status order(std::span<Edge const> edges);
  Status build_tree(std::span<Edge const> edges);
  void compile();
  void locate(std::span<Edge const> edges);
  std::uint32_t place(std::uint32_t row, std::uint32_t column) const;

  std::vector<std::uint32_t> order_, position_; // position → row of A, and back
  std::vector<std::uint32_t> starts_, rows_;    // L by columns, below the diagonal
  std::vector<std::uint32_t> parent_;           // of the tree; itself at a root
  std::vector<std::uint32_t> runs_;    // of an entry of L: where its products go when side by side; else kScattered
  std::vector<std::uint32_t> targets_; // where each product of the others goes
  std::vector<std::uint32_t> edge_place_;
  std::vector<double> values_, inverse_, work_; // values: diagonal, then columns
};

} // namespace dalian::sparse
