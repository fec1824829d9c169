#pragma once
// Something that is wrong, or worth knowing, bound to the feature it is about.
#include "twin/plan/schema.hpp"

#include <compare>
#include <string>
#include <vector>

namespace dalian::plan {

enum class Severity : std::uint8_t { error, warning, note };

struct Finding {
  Severity severity = Severity::error;
  std::string layer, id, field; // "" = of no single one
  std::string message;          // one sentence with the remedy
  // Of findings that are told in other languages, or mended by a click:
  std::string code = {};                // "water.pressure_low"; "" = the message alone
  std::vector<std::string> values = {}; // what the words of its code name {0}, {1}, …
  std::string mend = {};                // an edit (docs/scenarios.md) that was tried and mends it; "" = none is known
  auto operator<=>(Finding const&) const = default;
};
using Findings = std::vector<Finding>;

/// "error: parcel 'njip/parcel/office-1', field 'zone': names …".
std::string to_text(Finding const& finding);

} // namespace dalian::plan
