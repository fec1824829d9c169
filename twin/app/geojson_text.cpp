#include "twin/app/geojson_text.hpp"

#include <cmath>
#include <string_view>

namespace dalian::app {
namespace {

using nlohmann::ordered_json;

ordered_json position(MapPoint p) {
  GeoPoint const geo = to_geo(p);
  auto const rounded = [](double degrees) { return std::round(degrees * 1e6) / 1e6; };
  return ordered_json::array({rounded(geo.lon_deg), rounded(geo.lat_deg)});
}
ordered_json positions(plan::MapLine const& line, bool close) {
  auto out = ordered_json::array();
  for (MapPoint const p : line)
    out.push_back(position(p));
  if (close && !out.empty()) out.push_back(out.front());
  return out;
}

} // namespace

ordered_json geojson_feature(char const* type, plan::MapLine const& points, ordered_json properties) {
  bool const ring = std::string_view(type) == "Polygon";
  ordered_json coordinates = std::string_view(type) == "Point" ? position(points[0]) : positions(points, ring);
  if (ring) coordinates = ordered_json::array({std::move(coordinates)});
  return {{"type", "Feature"},
          {"properties", std::move(properties)},
          {"geometry", {{"type", type}, {"coordinates", std::move(coordinates)}}}};
}

} // namespace dalian::app
