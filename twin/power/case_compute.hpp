#pragma once
// Runs the statements of a case file: assignments to fields of the case, to columns of its tables and to variables, of
// numbers, matrices and + - * / ^, sqrt, sin, cos, tan, acos. Nothing else of the language.
#include "twin/power/case_tokens.hpp"

#include <map>

namespace dalian::power {

struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;   // row by row
  std::vector<int> line_of_row; // of those that were written out
  double& at(std::size_t r, std::size_t c) { return values[r * columns + c]; }
  double at(std::size_t r, std::size_t c) const { return values[r * columns + c]; }
  bool is_scalar() const { return rows == 1 && columns == 1; }
};

struct CaseFields {
  std::map<std::string, Matrix> matrices; // "bus", "branch", "baseMVA"
  std::map<std::string, std::string> texts;
};

/// An error is "line: reason".
Result<CaseFields> compute_case(std::string_view text);

} // namespace dalian::power
