#pragma once
// Arithmetic of matrices as the language of case files has it: a number goes with every element, else sizes agree.
#include "twin/power/case_compute.hpp"

namespace dalian::power {

inline constexpr std::size_t kMostElements = 4'000'000; // of a matrix: no case is larger

inline Matrix scalar(double value) {
  return {1, 1, {value}, {}};
}

/// Element by element. `sign`: + - * / ^; * and / of two matrices are not among them unless `by_element`.
Result<Matrix> combine(std::string_view sign, Matrix const& a, Matrix const& b, bool by_element);
Result<Matrix> call(std::string const& function, Matrix const& argument);
/// Beside each other, and below each other.
Result<Matrix> beside(std::vector<Matrix> const& parts);
Result<Matrix> below(std::vector<Matrix> parts, std::vector<int> const& lines);

} // namespace dalian::power
