#include "twin/hazard/release_map.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

namespace dalian::hazard {
namespace {

using nlohmann::ordered_json;

double rounded(double degrees) {
  return std::round(degrees * 1e7) / 1e7; // a centimetre
}

ordered_json place(GeoPoint p) {
  return ordered_json::array({rounded(p.lon_deg), rounded(p.lat_deg)});
}

double signed_area(std::vector<MapPoint> const& ring) {
  double sum = 0;
  for (std::size_t i = 0, k = ring.size() - 1; i < ring.size(); k = i++)
    sum += ring[k].east_m * ring[i].north_m - ring[i].east_m * ring[k].north_m;
  return sum;
}

} // namespace

ReleaseMap::ReleaseMap(GeoPoint at, std::optional<double> from_deg) : at_(at) {
  if (from_deg) toward_rad_ = *from_deg * std::numbers::pi / 180 + std::numbers::pi - meridian_convergence_rad(at);
}

std::vector<MapPoint> ReleaseMap::outline(Ring const& ring) const {
  Ring shown = ring;
  if (!toward_rad_) make_circle(shown, ring.farthest_m(), 0);
  double const s = std::sin(toward_rad_.value_or(0)), c = std::cos(toward_rad_.value_or(0));
  MapPoint const from = to_map(at_);
  std::vector<MapPoint> out;
  for (Along const p : shown.line())
    out.push_back({from.east_m + p.along_m * s + p.across_m * c, from.north_m + p.along_m * c - p.across_m * s});
  if (signed_area(out) < 0) std::reverse(out.begin(), out.end());
  return out;
}

void ReleaseMap::add(Ring const& ring, std::string effect, std::string level) {
  shapes_.push_back({std::move(effect), std::move(level), ring});
}

std::string ReleaseMap::geojson() const {
  ordered_json out{{"type", "FeatureCollection"}, {"features", ordered_json::array()}};
  out["features"].push_back({{"type", "Feature"},
                             {"properties", {{"what", "vessel"}}},
                             {"geometry", {{"type", "Point"}, {"coordinates", place(at_)}}}});
  for (Shape const& shape : shapes_) {
    auto corners = ordered_json::array();
    auto const line = outline(shape.ring);
    for (MapPoint const p : line)
      corners.push_back(place(to_geo(p)));
    corners.push_back(corners.front());
    out["features"].push_back({{"type", "Feature"},
                               {"properties",
                                {{"effect", shape.effect},
                                 {"contour", shape.level},
                                 {"level", shape.ring.level},
                                 {"unit", shape.ring.unit},
                                 {"reach_m", shape.ring.farthest_m()},
                                 {"any_wind", !toward_rad_}}},
                               {"geometry", {{"type", "Polygon"}, {"coordinates", ordered_json::array({corners})}}}});
  }
  return out.dump(1) + "\n";
}

} // namespace dalian::hazard
