#include "twin/alarms/places_file.hpp"

#include "twin/base/paths.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

namespace dalian::alarms {
namespace {

using Json = nlohmann::json;
using Ring = std::vector<MapPoint>;

constexpr double kWidest_m = 50'000;

Ring to_ring(std::vector<GeoPoint> const& points) {
  Ring ring;
  for (auto const& p : points)
    ring.push_back(to_map(p));
  return ring;
}

Place area(ConfigTable& table, std::string id, std::vector<Ring> const& rings) {
  for (auto const& ring : rings) {
    std::set<std::pair<double, double>> corners;
    for (auto const& p : ring)
      corners.emplace(p.east_m, p.north_m);
    if (corners.size() < 3) table.fail("id", "has a ring of fewer than three corners");
  }
  return {std::move(id), state::Area(rings)};
}

Place corridor(ConfigTable& table, std::string id, Ring const& line) {
  if (line.size() < 2) table.fail("id", "is a line of fewer than two points");
  std::vector<state::EdgeStrips::Edge> edges;
  for (std::size_t i = 1; i < line.size(); ++i)
    edges.emplace_back(line[i - 1], line[i]);
  return {std::move(id), Corridor{state::EdgeStrips(std::move(edges)), table.number("half_width_m", 0.1, kWidest_m)}};
}

std::filesystem::path find_file(ConfigTable& table, std::string const& name, std::filesystem::path const& assets) {
  auto const beside = table.file().parent_path() / name;
  if (is_there(beside)) return beside;
  if (!assets.empty() && is_there(assets / name)) return assets / name;
  table.fail("geojson", fmt::format("names '{}', which is neither beside this file nor among the baked assets", name));
}

Ring json_ring(ConfigTable& table, Json const& coordinates) {
  Ring ring;
  for (auto const& c : coordinates) {
    GeoPoint const p{c.at(0).get<double>(), c.at(1).get<double>()};
    if (!on_the_map(p))
      table.fail("feature", "has a point that is no longitude and latitude of this part of the world");
    ring.push_back(to_map(p));
  }
  return ring;
}

Place from_feature(ConfigTable& table, std::string id, Json const& geometry) {
  auto const type = geometry.at("type").get<std::string>();
  auto const& coordinates = geometry.at("coordinates");
  if (type == "LineString") return corridor(table, std::move(id), json_ring(table, coordinates));
  std::vector<Ring> rings;
  if (type == "Polygon") {
    for (auto const& ring : coordinates)
      rings.push_back(json_ring(table, ring));
  } else if (type == "MultiPolygon") {
    for (auto const& polygon : coordinates)
      for (auto const& ring : polygon)
        rings.push_back(json_ring(table, ring));
  } else {
    table.fail("feature", fmt::format("is a {}; a place is a Polygon, MultiPolygon or LineString", type));
  }
  return area(table, std::move(id), rings);
}

Place from_geojson(ConfigTable& table, std::string id, std::filesystem::path const& assets) {
  auto const feature = table.text("feature");
  auto const path = find_file(table, table.text("geojson"), assets);
  try {
    std::ifstream in(path);
    auto const document = Json::parse(in);
    for (auto const& f : document.at("features"))
      if (f.at("properties").value("id", "") == feature) return from_feature(table, std::move(id), f.at("geometry"));
  } catch (Json::exception const& e) {
    table.fail("geojson", fmt::format("names '{}', which is not GeoJSON: {}", path.string(), e.what()));
  }
  table.fail("feature", fmt::format("names '{}', which is not in {}", feature, path.string()));
}

} // namespace

Place read_place(ConfigTable& table, std::filesystem::path const& assets) {
  auto id = table.text("id");
  if (table.has("geojson")) return from_geojson(table, std::move(id), assets);
  if (table.has("line")) return corridor(table, std::move(id), to_ring(table.points("line")));
  std::vector<Ring> rings{to_ring(table.points("polygon"))};
  if (table.has("holes"))
    for (auto const& hole : table.point_lists("holes"))
      rings.push_back(to_ring(hole));
  return area(table, std::move(id), rings);
}

} // namespace dalian::alarms
