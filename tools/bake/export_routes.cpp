// Writes the routes of the baked city as GeoJSON: the very lines that are drawn, with the height of the road surface,
// for programs that may not read the city itself (the synthetic test vehicles).
#include "twin/layout/city_file.hpp"

#include <CLI/CLI.hpp>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

namespace {

using namespace dalian;

nlohmann::ordered_json feature(layout::Route const& route) {
  auto const rounded = [](double value, double per_unit) { return std::round(value * per_unit) / per_unit; };
  auto line = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < route.line.size(); ++i) {
    auto const p = to_geo(route.line[i]);
    line.push_back({rounded(p.lon_deg, 1e8), rounded(p.lat_deg, 1e8), rounded(route.height_m[i], 100)}); // 1 mm, 1 cm
  }
  return {{"type", "Feature"},
          {"properties", {{"id", route.id}, {"width_m", route.width_m}, {"length_m", rounded(route.length_m, 10)}}},
          {"geometry", {{"type", "LineString"}, {"coordinates", std::move(line)}}}};
}

int run(std::string const& city_file, std::string const& out) {
  auto const city = layout::read_city(city_file);
  if (!city) {
    fmt::print(stderr, "export_routes: {}\n", city.error());
    return 1;
  }
  nlohmann::ordered_json document{{"type", "FeatureCollection"}, {"features", nlohmann::ordered_json::array()}};
  for (auto const& route : city->routes)
    if (route.kind == layout::RouteClass::test_route) document["features"].push_back(feature(route));
  std::ofstream file(out, std::ios::binary | std::ios::trunc);
  file << document.dump() << '\n';
  file.close();
  if (!file) {
    fmt::print(stderr, "export_routes: {}: cannot be written\n", out);
    return 1;
  }
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  std::string city = "city.pb", out = "routes.geojson";
  CLI::App app{"Writes the test routes of a baked city as GeoJSON: longitude, latitude, height above sea level."};
  app.add_option("--city", city, "the baked city")->capture_default_str();
  app.add_option("--out", out, "file to write")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return run(city, out);
}
