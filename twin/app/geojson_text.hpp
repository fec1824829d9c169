#pragma once
// Places on the map as GeoJSON (RFC 7946): degrees to 1e-6, a tenth of a metre.
#include "twin/plan/polygon.hpp"

#include <nlohmann/json.hpp>

namespace dalian::app {

/// One feature; `type` is Point, LineString or Polygon, whose one ring is closed here.
nlohmann::ordered_json geojson_feature(char const* type, plan::MapLine const& points,
                                       nlohmann::ordered_json properties);

} // namespace dalian::app
