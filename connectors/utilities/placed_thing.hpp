#pragma once
// A thing with a name and a place, as tables of utilities.toml begin.
#include "twin/base/config_table.hpp"

#include <string>

namespace dalian::utilities {

struct PlacedThing {
  std::string id;
  GeoPoint place;
};

/// key = [[longitude, latitude]]
inline GeoPoint read_point(ConfigTable& t, char const* key) {
  auto const points = t.points(key);
  if (points.size() != 1) t.fail(key, "must be [[longitude, latitude]]");
  return points[0];
}

inline PlacedThing read_placed(ConfigTable& t) {
  return {t.text("id"), read_point(t, "place")};
}

} // namespace dalian::utilities
