#pragma once
// Random sparse matrices, and the same as dense ones of Eigen, the reference.
#include "twin/sparse/pattern.hpp"

#include <Eigen/Dense>
#include <random>

namespace dalian::sparse::test {

struct RandomMatrix {
  Pattern pattern;
  std::vector<double> values;

  /// `extra` entries anywhere beside one in each row and column; `diagonal`: that one lies on the diagonal.
  RandomMatrix(int size, int extra, bool diagonal, std::mt19937_64& random) {
    std::vector<int> column(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i)
      column[static_cast<std::size_t>(i)] = i;
    if (!diagonal) std::shuffle(column.begin(), column.end(), random);
    std::vector<Place> places;
    for (int i = 0; i < size; ++i)
      places.push_back({i, column[static_cast<std::size_t>(i)]});
    std::uniform_int_distribution<int> any(0, size - 1);
    for (int i = 0; i < extra; ++i)
      places.push_back({any(random), any(random)});
    pattern = make_pattern(size, places);
    values.resize(pattern.row.size());
    fill(random);
  }
  void fill(std::mt19937_64& random) {
    std::uniform_real_distribution<double> value(-1, 1);
    for (double& v : values)
      v = value(random);
  }
  Eigen::MatrixXd dense() const {
    Eigen::MatrixXd out = Eigen::MatrixXd::Zero(pattern.size, pattern.size);
    for (int c = 0; c < pattern.size; ++c)
      for (int p = pattern.start[static_cast<std::size_t>(c)]; p < pattern.start[static_cast<std::size_t>(c) + 1]; ++p)
        out(pattern.row[static_cast<std::size_t>(p)], c) = values[static_cast<std::size_t>(p)];
    return out;
  }
};

inline Eigen::VectorXd random_vector(int size, std::mt19937_64& random) {
  std::uniform_real_distribution<double> value(-1, 1);
  Eigen::VectorXd out(size);
  for (double& v : out)
    v = value(random);
  return out;
}

inline std::span<double> span_of(Eigen::VectorXd& v) {
  return {v.data(), static_cast<std::size_t>(v.size())};
}

} // namespace dalian::sparse::test
