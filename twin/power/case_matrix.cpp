#include "twin/power/case_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::power {
namespace {

double apply(char sign, double a, double b) {
  switch (sign) {
  case '+':
    return a + b;
  case '-':
    return a - b;
  case '*':
    return a * b;
  case '/':
    return a / b;
  default:
    return std::pow(a, b);
  }
}

using Function = double (*)(double);
Function find_function(std::string const& name) {
  static std::map<std::string, Function> const functions{
      {"sqrt", [](double x) { return std::sqrt(x); }}, {"sin", [](double x) { return std::sin(x); }},
      {"cos", [](double x) { return std::cos(x); }},   {"tan", [](double x) { return std::tan(x); }},
      {"acos", [](double x) { return std::acos(x); }}, {"asin", [](double x) { return std::asin(x); }},
      {"abs", [](double x) { return std::abs(x); }}};
  auto const it = functions.find(name);
  return it == functions.end() ? nullptr : it->second;
}

} // namespace

Result<Matrix> combine(std::string_view sign, Matrix const& a, Matrix const& b, bool by_element) {
  char const s = sign.back();
  bool const scalars = a.is_scalar() || b.is_scalar();
  if (!scalars && !by_element && s != '+' && s != '-')
    return Error{fmt::format("'{}' of two matrices: write .{} for element by element", sign, sign)};
  if (!by_element && ((s == '^' && !(a.is_scalar() && b.is_scalar())) || (s == '/' && !b.is_scalar())))
    return Error{fmt::format("'{}' with a matrix: write .{} for element by element", sign, sign)};
  if (!scalars && (a.rows != b.rows || a.columns != b.columns))
    return Error{fmt::format("sizes {}×{} and {}×{} do not agree", a.rows, a.columns, b.rows, b.columns)};
  Matrix out = a.is_scalar() ? b : a;
  out.line_of_row = a.line_of_row.empty() ? b.line_of_row : a.line_of_row;
  for (std::size_t i = 0; i < out.values.size(); ++i)
    out.values[i] = apply(s, a.values[a.is_scalar() ? 0 : i], b.values[b.is_scalar() ? 0 : i]);
  return out;
}

Result<Matrix> call(std::string const& function, Matrix const& argument) {
  Function const f = find_function(function);
  if (f == nullptr) return Error{fmt::format("'{}' is neither set above nor a function that is known here", function)};
  Matrix out = argument;
  std::transform(out.values.begin(), out.values.end(), out.values.begin(), f);
  return out;
}

Result<Matrix> beside(std::vector<Matrix> const& parts) {
  Matrix out;
  bool plain = true;
  for (Matrix const& p : parts) {
    if (p.values.empty()) continue;
    if (out.columns != 0 && p.rows != out.rows) return Error{"parts beside each other have different numbers of rows"};
    out.rows = p.rows, out.columns += p.columns;
    plain = plain && p.rows == 1;
  }
  if (out.rows * out.columns > kMostElements) return Error{"a matrix of more than 4 million elements"};
  if (plain) {
    for (Matrix const& p : parts)
      out.values.insert(out.values.end(), p.values.begin(), p.values.end());
    return out;
  }
  for (std::size_t r = 0; r < out.rows; ++r)
    for (Matrix const& p : parts)
      for (std::size_t c = 0; c < (p.values.empty() ? 0 : p.columns); ++c)
        out.values.push_back(p.at(r, c));
  return out;
}

Result<Matrix> below(std::vector<Matrix> parts, std::vector<int> const& lines) {
  Matrix out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Matrix const& p = parts[i];
    if (p.values.empty()) continue;
    if (out.rows != 0 && p.columns != out.columns)
      return Error{fmt::format("{}: this row has {} figures, those above have {}", lines[i], p.columns, out.columns)};
    out.columns = p.columns, out.rows += p.rows;
    if (out.rows * out.columns > kMostElements) return Error{"a matrix of more than 4 million elements"};
    out.values.insert(out.values.end(), p.values.begin(), p.values.end());
    out.line_of_row.insert(out.line_of_row.end(), p.rows, lines[i]);
  }
  return out;
}

} // namespace dalian::power
