#include "twin/formats/import_rules.hpp"

#include <array>

namespace dalian::formats {
namespace {

/// wiki.openstreetmap.org/wiki/Key:highway → classes of the schema.
struct HighwayClass {
  std::string_view highway, road_class;
};
constexpr std::array kHighways{HighwayClass{"motorway", "expressway"},
                               HighwayClass{"trunk", "highway"},
                               HighwayClass{"primary", "arterial"},
                               HighwayClass{"secondary", "arterial"},
                               HighwayClass{"tertiary", "collector"},
                               HighwayClass{"residential", "local"},
                               HighwayClass{"unclassified", "local"},
                               HighwayClass{"living_street", "local"},
                               HighwayClass{"service", "local"},
                               HighwayClass{"pedestrian", "path"},
                               HighwayClass{"footway", "path"},
                               HighwayClass{"cycleway", "path"},
                               HighwayClass{"path", "path"},
                               HighwayClass{"track", "track"},
                               HighwayClass{"motorway_link", "expressway"},
                               HighwayClass{"trunk_link", "highway"},
                               HighwayClass{"primary_link", "arterial"},
                               HighwayClass{"secondary_link", "arterial"},
                               HighwayClass{"tertiary_link", "collector"}};

Sort sort_of(plan::FieldType type) {
  switch (type) {
  case plan::FieldType::point:
    return Sort::points;
  case plan::FieldType::line:
    return Sort::lines;
  case plan::FieldType::ring:
    return Sort::areas;
  default:
    return Sort::none;
  }
}

} // namespace

bool fits(plan::Layer layer, Sort sort) {
  for (auto const& field : plan::spec_of(layer).fields)
    if (sort != Sort::none && sort_of(field.type) == sort) return true;
  return false;
}

std::optional<plan::Layer> guessed_layer(TableShape const& table) {
  if (auto const named = plan::find_layer(table.name); named && fits(*named, table.sort)) return named;
  if (table.sort == Sort::areas && table.attributes.contains("building")) return plan::Layer::building;
  if (table.sort == Sort::lines && table.attributes.contains("highway")) return plan::Layer::road;
  return std::nullopt;
}

std::string road_class_of(std::string const& highway) {
  for (auto const& each : kHighways)
    if (each.highway == highway) return std::string(each.road_class);
  return {};
}

} // namespace dalian::formats
