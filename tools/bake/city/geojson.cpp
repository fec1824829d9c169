#include "tools/bake/city/geojson.hpp"

#include <cmath>
#include <fstream>
#include <set>

namespace dalian::bake {
namespace {

using nlohmann::json;

Result<GeoPoint> read_point(json const& pair) {
  if (!pair.is_array() || pair.size() < 2 || !pair[0].is_number() || !pair[1].is_number())
    return Error{"a position is not [longitude, latitude]"};
  GeoPoint const p{pair[0].get<double>(), pair[1].get<double>()};
  if (!(std::abs(p.lon_deg) <= 180 && std::abs(p.lat_deg) <= 85)) return Error{"a position is not on the map"};
  return p;
}

Status read_geometry(json const& geometry, Feature& feature) {
  std::string const type = geometry.value("type", "");
  json const* list = geometry.contains("coordinates") ? &geometry["coordinates"] : nullptr;
  if (list == nullptr || !list->is_array()) return Error{"no coordinates"};
  json const single = json::array({*list});
  if (type == "Point") {
    feature.shape = Feature::Shape::point;
    list = &single;
  } else if (type == "LineString") {
    feature.shape = Feature::Shape::line;
  } else if (type == "Polygon" && list->size() == 1) {
    feature.shape = Feature::Shape::polygon;
    list = &(*list)[0];
  } else {
    return Error{"geometry '" + type + "' is not Point, LineString or Polygon with one ring"};
  }
  for (json const& pair : *list) {
    auto const p = read_point(pair);
    if (!p) return Error{p.error()};
    feature.points.push_back(*p);
  }
  if (feature.shape == Feature::Shape::polygon) {
    if (feature.points.size() < 4) return Error{"field 'geometry': the ring has fewer than three corners: draw more"};
    if (feature.points.front() != feature.points.back())
      return Error{"field 'geometry': the ring is not closed: repeat its first position at its end"};
    feature.points.pop_back();
  }
  if (feature.shape == Feature::Shape::line && feature.points.size() < 2) return Error{"the line has one point"};
  return {};
}

} // namespace

layout::Origin Feature::origin() const {
  std::string const basis = text("basis"), source = text("source");
  return {Provenance::modelled, basis.empty() ? source : basis, text("confidence"), number("accuracy_km", 0) * 1000};
}

std::vector<MapPoint> Feature::map_points() const {
  std::vector<MapPoint> out;
  for (GeoPoint const p : points)
    out.push_back(to_map(p));
  return out;
}

Result<std::vector<Feature>> read_features(std::filesystem::path const& file) {
  std::ifstream in(file);
  json const root = json::parse(in, nullptr, false);
  if (root.is_discarded() || !root.is_object() || !root.contains("features") || !root["features"].is_array())
    return Error{file.string() + ": not a GeoJSON FeatureCollection"};
  std::vector<Feature> features;
  std::set<std::string> ids;
  for (json const& each : root["features"]) {
    Feature feature;
    feature.properties = each.value("properties", json::object());
    feature.id = feature.text("id");
    feature.kind = feature.text("kind");
    if (!ids.insert(feature.id).second || feature.id.empty())
      return Error{file.string() + ": feature id '" + feature.id + "' is missing or used twice"};
    Status const read = read_geometry(each.value("geometry", json::object()), feature);
    if (!read) return Error{file.string() + ": feature '" + feature.id + "': " + read.error()};
    features.push_back(std::move(feature));
  }
  return features;
}

} // namespace dalian::bake
