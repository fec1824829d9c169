#pragma once
// The words of a case file: numbers, names, texts and signs, with their lines. Comments and continued lines are gone.
#include "twin/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dalian::power {

struct Token {
  enum class Kind : unsigned char { number, name, text, sign, line_end, end } kind = Kind::end;
  std::string text; // a sign: "+", ".*", "("…
  double number = 0;
  int line = 0;
  bool space_before = false, space_after = false; // what parts elements of a matrix
  bool is(std::string_view sign) const { return kind == Kind::sign && text == sign; }
};

/// Ends with one of kind `end`. An error is "line: reason".
Result<std::vector<Token>> read_tokens(std::string_view text);

} // namespace dalian::power
