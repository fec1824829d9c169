#pragma once
// One value of a message → what the twin is told: scaled, or by its word, within what the quantity allows.
#include "connectors/common/teller.hpp"

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace dalian::mqtt {

struct ValueRule {
  std::uint8_t quantity = 0; // its place in quantities()
  std::string at;            // JSON pointer (RFC 6901), or the name of a metric
  double scale = 1, offset = 0;
  std::map<std::string, double> words; // "open" → 1
};

using RawValue = std::variant<bool, double, std::string>;

/// "values", or why nothing was told: "values_impossible" (a word that is not in the rule, no number where there should
/// be one, beyond the quantity's bounds).
std::string_view tell(ValueRule const& rule, RawValue const& raw, Instant t_obs, connectors::Teller& teller);

} // namespace dalian::mqtt
