#pragma once
// Arithmetic in the text sources of the models: "length / 2 - 3 * (level == 0)". Knows nothing of models.
#include "twin/base/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace dalian::bake {

using Parameters = std::map<std::string, double, std::less<>>;

/// + - * / %, comparisons (1 or 0), c ? a : b, parentheses, min max floor round sqrt sin cos (degrees), names of
/// `known`. Fails with the reason and the place: unknown name, missing operand, rubbish at the end, a result that is
/// not finite.
Result<double> evaluate(std::string_view text, Parameters const& known);

} // namespace dalian::bake
