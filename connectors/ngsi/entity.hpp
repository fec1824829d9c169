#pragma once
// One NGSI-LD entity (ETSI GS CIM 009) as this connector reads it, whatever form it came in: normalized, concise,
// key-values, or NGSI v2. Knows no meaning. Names are short names; contexts are never fetched.
#include "twin/base/time.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::ngsi {

using Json = nlohmann::json;

struct Attribute {
  enum class Kind : std::uint8_t { property, geo, relationship, language };
  std::string name;
  Kind kind = Kind::property;
  Json value; // of a relationship its object, of a language property its map
  std::string unit_code;
  std::optional<Instant> observed_at;
};

struct Entity {
  std::string id, type;
  std::vector<Attribute> attributes; // in the order of their names
  bool naive_time = false;           // a time without zone was taken for UTC

  Attribute const* find(std::string_view name) const;
};

struct ReadEntity {
  std::optional<Entity> entity;
  std::string_view outcome; // "decoded", or why not: "not_an_object", "no_id", "no_type", "too_many_attributes"
};
ReadEntity read_entity(Json const& json);

/// A time in any of the forms that models use: "2016-12-07T11:10:00Z", with an offset, without a zone (then UTC, and
/// `naive` is set), as {"@value": …}; of an interval "from/to" its end.
std::optional<Instant> read_time(Json const& value, bool& naive);

/// When the entity as a whole was observed: dateObserved and its like; nothing when it says none.
std::optional<Instant> observed_time(Entity& entity);
bool is_time_name(std::string_view attribute);

} // namespace dalian::ngsi
