#pragma once
// The text of a document → entities: one, a list, or a notification with its data. Bounded in depth and number.
#include "connectors/ngsi/entity.hpp"
#include "twin/base/counters.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dalian::ngsi {

inline constexpr std::size_t kMostDepth = 32; // of brackets; GeoJSON needs 8
inline constexpr std::size_t kMostEntities = 10'000;

struct Document {
  std::vector<Entity> entities;
  Counters rejects; // entities that are none, by reason
  // "" when it was read; else why all of it was rejected: "not_json", "too_deep", "too_many_entities", "no_entities".
  std::string_view reject;
};
Document read_entities(std::string_view text);

} // namespace dalian::ngsi
