#pragma once
// The project's own GeoJSON sources (assets/city): WGS-84 features with an id and free properties.
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"
#include "twin/layout/city.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace dalian::bake {

struct Feature {
  enum class Shape { point, line, polygon };
  std::string id, kind;
  Shape shape = Shape::point;
  std::vector<GeoPoint> points; // one for a point; a polygon's outer ring without the repeated last point
  nlohmann::json properties;

  std::string text(char const* key) const { return properties.value(key, std::string()); }
  double number(char const* key, double otherwise) const { return properties.value(key, otherwise); }
  layout::Names names() const { return {text("name_zh"), text("name_ja"), text("name_en")}; }
  /// Provenance modelled; `basis` or `source` as the sentence.
  layout::Origin origin() const;
  std::vector<MapPoint> map_points() const;
};

/// Every feature has a unique id, a known shape and finite coordinates; the error names file and feature.
Result<std::vector<Feature>> read_features(std::filesystem::path const& file);

} // namespace dalian::bake
