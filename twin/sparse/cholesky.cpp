#include "twin/sparse/cholesky.hpp"

#include <suitesparse/amd.h>

#include <algorithm>
#include <cassert>

namespace dalian::sparse {
namespace {

constexpr std::uint64_t kMostOperations = std::uint64_t{1} << 26;
constexpr std::uint32_t kScattered = 0xffffffff;

using Lists = std::vector<std::vector<std::uint32_t>>;

/// Both triangles, each neighbour once, sorted.
Lists neighbours(std::uint32_t size, std::span<Cholesky::Edge const> edges) {
  Lists out(size);
  for (auto const& [i, j] : edges) {
    assert(i < size && j < size && i != j);
    out[i].push_back(j);
    out[j].push_back(i);
  }
  for (auto& list : out) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return out;
}

/// to − l · from; the two do not overlap.
inline void subtract(double* __restrict to, double l, double const* __restrict from, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i)
    to[i] -= l * from[i];
}

} // namespace

Result<Cholesky> Cholesky::analyse(std::uint32_t size, std::span<Edge const> edges) {
  Cholesky out;
  out.order_.resize(size);
  if (auto const ordered = out.order(edges); !ordered) return Error{ordered.error()};
  if (auto const built = out.build_tree(edges); !built) return Error{built.error()};
  out.compile();
  out.locate(edges);
  out.values_.assign(size + out.rows_.size(), 0);
  out.inverse_.assign(size, 0);
  out.work_.assign(size, 0);
  return out;
}

Status Cholesky::order(std::span<Edge const> edges) {
  auto const size = static_cast<std::uint32_t>(order_.size());
  std::vector<int> starts{0}, rows, permutation(size);
  for (auto const& list : neighbours(size, edges)) {
    rows.insert(rows.end(), list.begin(), list.end());
    starts.push_back(static_cast<int>(rows.size()));
  }
  rows.push_back(0); // AMD wants an address even of nothing
  if (size > 0 &&
      amd_order(static_cast<int>(size), starts.data(), rows.data(), permutation.data(), nullptr, nullptr) < 0)
    return Error{"no memory to order a sparse matrix"};
  position_.resize(size);
  for (std::uint32_t k = 0; k < size; ++k) {
    order_[k] = static_cast<std::uint32_t>(permutation[k]);
    position_[order_[k]] = k;
  }
  return {};
}

/// A column of L holds its column of A and what its children in the tree hand up.
Status Cholesky::build_tree(std::span<Edge const> edges) {
  auto const size = static_cast<std::uint32_t>(order_.size());
  Lists below(size), children(size);
  for (auto const& [i, j] : edges)
    below[std::min(position_[i], position_[j])].push_back(std::max(position_[i], position_[j]));
  parent_.resize(size);
  starts_.assign(1, 0);
  std::uint64_t operations = 0;
  for (std::uint32_t k = 0; k < size; ++k) {
    auto& column = below[k];
    for (std::uint32_t const child : children[k])
      for (std::uint32_t p = starts_[child]; p < starts_[child + 1]; ++p)
        if (rows_[p] != k) column.push_back(rows_[p]);
    std::sort(column.begin(), column.end());
    column.erase(std::unique(column.begin(), column.end()), column.end());
    rows_.insert(rows_.end(), column.begin(), column.end());
    starts_.push_back(static_cast<std::uint32_t>(rows_.size()));
    parent_[k] = column.empty() ? k : column.front();
    if (!column.empty()) children[column.front()].push_back(k);
    operations += std::uint64_t{column.size()} * (column.size() + 1) / 2;
    if (operations > kMostOperations) return Error{"the network is too densely meshed: its sparse factor is too large"};
  }
  return {};
}

/// An entry p of column k takes its products with what stands below it from column rows_[p]; the rows there are sorted,
/// so that they lie side by side when the last of them is as far from the first.
void Cholesky::compile() {
  for (std::uint32_t k = 0; k + 1 < starts_.size(); ++k) {
    std::uint32_t const end = starts_[k + 1];
    for (std::uint32_t p = starts_[k]; p < end; ++p) {
      std::uint32_t const first = p + 1 < end ? place(rows_[p + 1], rows_[p]) : kScattered;
      bool const side_by_side = p + 1 < end && place(rows_[end - 1], rows_[p]) - first == end - 1 - (p + 1);
      runs_.push_back(side_by_side ? first : kScattered);
      for (std::uint32_t q = p + 1; !side_by_side && q < end; ++q)
        targets_.push_back(place(rows_[q], rows_[p]));
    }
  }
}

std::uint32_t Cholesky::place(std::uint32_t row, std::uint32_t column) const {
  if (row == column) return row;
  auto const first = rows_.begin() + starts_[column], last = rows_.begin() + starts_[column + 1];
  auto const it = std::lower_bound(first, last, row);
  assert(it != last && *it == row);
  return static_cast<std::uint32_t>(order_.size() + static_cast<std::size_t>(it - rows_.begin()));
}

void Cholesky::locate(std::span<Edge const> edges) {
  for (auto const& [i, j] : edges) {
    auto const [low, high] = std::minmax(position_[i], position_[j]);
    edge_place_.push_back(place(high, low));
  }
}

std::optional<std::uint32_t> Cholesky::factor() {
  auto const size = static_cast<std::uint32_t>(order_.size());
  double* const v = values_.data();
  double* const below = v + size;
  std::uint32_t const* target = targets_.data();
  for (std::uint32_t k = 0; k < size; ++k) {
    if (!(v[k] > 0)) return order_[k];
    double const inverse = inverse_[k] = 1 / v[k];
    std::uint32_t const end = starts_[k + 1];
    for (std::uint32_t p = starts_[k]; p < end; ++p) {
      double const l = below[p] * inverse;
      v[rows_[p]] -= l * below[p];
      if (runs_[p] != kScattered)
        subtract(v + runs_[p], l, below + p + 1, end - p - 1);
      else
        for (std::uint32_t q = p + 1; q < end; ++q)
          v[*target++] -= l * below[q];
      below[p] = l;
    }
  }
  return std::nullopt;
}

void Cholesky::solve(std::span<double> b) {
  auto const size = static_cast<std::uint32_t>(order_.size());
  assert(b.size() == size);
  double const* const below = values_.data() + size;
  double* const x = work_.data();
  for (std::uint32_t k = 0; k < size; ++k)
    x[k] = b[order_[k]];
  for (std::uint32_t k = 0; k < size; ++k)
    for (std::uint32_t p = starts_[k]; p < starts_[k + 1]; ++p)
      x[rows_[p]] -= below[p] * x[k];
  for (std::uint32_t k = size; k-- > 0;) {
    double sum = x[k] * inverse_[k];
    for (std::uint32_t p = starts_[k]; p < starts_[k + 1]; ++p)
      sum -= below[p] * x[rows_[p]];
    x[k] = b[order_[k]] = sum;
  }
  std::fill(work_.begin(), work_.end(), 0.0);
}

void Cholesky::solve(std::span<double> b, std::uint32_t columns) {
  auto const size = static_cast<std::uint32_t>(order_.size());
  assert(b.size() == std::size_t{size} * columns);
  double const* const below = values_.data() + size;
  auto const row = [&](std::uint32_t k) { return b.data() + std::size_t{order_[k]} * columns; };
  for (std::uint32_t k = 0; k < size; ++k)
    for (std::uint32_t p = starts_[k]; p < starts_[k + 1]; ++p)
      subtract(row(rows_[p]), below[p], row(k), columns);
  for (std::uint32_t k = size; k-- > 0;) {
    for (std::uint32_t c = 0; c < columns; ++c)
      row(k)[c] *= inverse_[k];
    for (std::uint32_t p = starts_[k]; p < starts_[k + 1]; ++p)
      subtract(row(k), below[p], row(rows_[p]), columns);
  }
}

bool Cholesky::update(std::uint32_t i, std::uint32_t j, double w) {
  double* const below = values_.data() + order_.size();
  std::uint32_t k = std::min(position_[i], position_[j]);
  work_[position_[i]] = 1;
  if (i != j) work_[position_[j]] = -1;
  bool good = true;
  for (;; k = parent_[k]) {
    double const z = work_[k], before = values_[k], after = before + w * z * z;
    work_[k] = 0;
    good = good && after > 0;
    if (good) {
      double const beta = w * z / after;
      w *= before / after;
      values_[k] = after;
      inverse_[k] = 1 / after;
      for (std::uint32_t p = starts_[k]; p < starts_[k + 1]; ++p) {
        work_[rows_[p]] -= z * below[p];
        below[p] += beta * work_[rows_[p]];
      }
    }
    if (parent_[k] == k) break;
  }
  return good;
}

} // namespace dalian::sparse
