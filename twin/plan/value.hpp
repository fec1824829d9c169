#pragma once
// One value of a field. Positions are WGS-84 degrees as files give them: a layout is the content of files, and whoever
// computes converts (twin/base/geo).
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"
#include "twin/plan/content_hash.hpp"
#include "twin/plan/schema.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <variant>
#include <vector>

namespace dalian::plan {

using Shape = std::vector<GeoPoint>; // one position for a point
using Value = std::variant<std::monostate, bool, double, std::string, std::vector<std::string>, Shape>;

inline bool is_given(Value const& value) {
  return !std::holds_alternative<std::monostate>(value);
}

/// `value` as the field keeps it, or why it may not: of the right type, finite, in range, one of the words, on the map.
/// No value at all is always allowed here; check() says when a required one is missing.
Result<Value> checked(FieldSpec const& field, Value value);

/// null, true, 3.5, "text", ["a", "b"], [121.6, 39.2], [[121.6, 39.2], …]; reading converts by the field's type and
/// checks. A ring may repeat its first position at its end.
nlohmann::ordered_json to_json(FieldSpec const& field, Value const& value);
Result<Value> from_json(FieldSpec const& field, nlohmann::json const& json);

void append(ByteText& bytes, Value const& value);

} // namespace dalian::plan
