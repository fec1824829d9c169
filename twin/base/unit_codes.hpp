#pragma once
// Numbers from one unit into another: common codes of UN/CEFACT Recommendation 20 (what NGSI-LD calls unitCode) and the
// UCUM codes of quantities().
#include <optional>
#include <string_view>

namespace dalian {

/// `value` in the unit `from` (either kind of code) as a value in the UCUM unit `to`; nothing for an unknown code or
/// another dimension.
std::optional<double> convert_unit(double value, std::string_view from, std::string_view to);

/// The UN/CEFACT code of a UCUM unit of quantities(); "" when there is none.
std::string_view common_code(std::string_view ucum);

} // namespace dalian
