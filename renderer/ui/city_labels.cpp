#include "renderer/ui/city_labels.hpp"

#include <algorithm>
#include <optional>

namespace dalian::ui {
namespace {

glm::dvec3 on_ground(view::Terrain const& terrain, MapPoint p) {
  return {p.east_m, p.north_m, std::max(0.0, static_cast<double>(terrain.height_at(p)))};
}

/// Centre of gravity of the triangulated outline.
MapPoint centroid(view::Zone const& zone) {
  double area = 0;
  MapPoint sum;
  for (auto const& t : zone.triangles) {
    MapPoint const a = zone.outline[t.a], b = zone.outline[t.b], c = zone.outline[t.c];
    double const w =
        std::abs((b.east_m - a.east_m) * (c.north_m - a.north_m) - (c.east_m - a.east_m) * (b.north_m - a.north_m));
    sum.east_m += w * (a.east_m + b.east_m + c.east_m) / 3;
    sum.north_m += w * (a.north_m + b.north_m + c.north_m) / 3;
    area += w;
  }
  if (area > 0) return {sum.east_m / area, sum.north_m / area};
  return zone.outline.empty() ? MapPoint{} : zone.outline.front();
}

struct PlaceRule {
  std::string_view kind;
  Tier tier;
  Anchoring anchoring;
  double range_m, importance;
};

constexpr PlaceRule kPlaceRules[] = {
    {"anchor", Tier::district, Anchoring::centred, 90e3, 1.0}, {"town", Tier::district, Anchoring::centred, 70e3, 0.5},
    {"airport", Tier::system, Anchoring::dot, 60e3, 0.9},      {"port", Tier::system, Anchoring::dot, 50e3, 0.8},
    {"energy", Tier::system, Anchoring::dot, 50e3, 0.4},       {"station", Tier::thing, Anchoring::dot, 18e3, 0.9},
    {"bridge", Tier::thing, Anchoring::dot, 15e3, 0.6},        {"peak", Tier::thing, Anchoring::lifted, 30e3, 0.5},
};

std::optional<Feature> feature_of(view::Place const& place, view::Terrain const& terrain) {
  for (PlaceRule const& rule : kPlaceRules) {
    if (rule.kind != place.kind) continue;
    Feature f;
    f.tier = rule.tier;
    f.anchoring = rule.anchoring;
    f.range_m = rule.range_m;
    f.importance = rule.importance;
    f.zh = without_remark(place.names.zh);
    f.ja = without_remark(place.names.ja);
    f.en = without_remark(place.names.en);
    f.points = {on_ground(terrain, place.position)};
    f.at_sea = terrain.height_at(place.position) <= 0;
    return f;
  }
  return std::nullopt;
}

struct RouteRule {
  view::RouteClass kind;
  double range_m, importance;
};

constexpr RouteRule kRouteRules[] = {
    {view::RouteClass::expressway, 28e3, 1.0}, {view::RouteClass::road, 18e3, 0.8},
    {view::RouteClass::rail, 14e3, 0.5},       {view::RouteClass::high_speed_rail, 18e3, 0.6},
    {view::RouteClass::metro, 12e3, 0.4},      {view::RouteClass::river, 9e3, 0.3},
    {view::RouteClass::test_route, 9e3, 0.9},
};

/// Points 1.5 km apart along the line, on its own surface.
std::vector<glm::dvec3> points_along(view::Route const& route) {
  constexpr double kEvery = 1500;
  std::vector<glm::dvec3> points;
  double since = kEvery / 2;
  for (std::size_t i = 0; i < route.line.size(); ++i) {
    if (i > 0) since += distance_m(route.line[i - 1], route.line[i]);
    if (since < kEvery) continue;
    double const height = i < route.height_m.size() ? static_cast<double>(route.height_m[i]) : 0.0;
    points.emplace_back(route.line[i].east_m, route.line[i].north_m, height);
    since = 0;
  }
  if (points.empty() && !route.line.empty()) {
    std::size_t const middle = route.line.size() / 2;
    points.emplace_back(route.line[middle].east_m, route.line[middle].north_m,
                        middle < route.height_m.size() ? static_cast<double>(route.height_m[middle]) : 0.0);
  }
  return points;
}

std::optional<Feature> feature_of(view::Route const& route) {
  for (RouteRule const& rule : kRouteRules) {
    if (rule.kind != route.kind || route.names.zh.empty()) continue;
    Feature f;
    f.tier = Tier::road;
    f.anchoring = Anchoring::along;
    f.range_m = rule.range_m;
    f.importance = rule.importance;
    f.zh = route.names.zh;
    f.ja = route.names.ja;
    f.en = route.names.en;
    f.points = points_along(route);
    return f;
  }
  return std::nullopt;
}

} // namespace

std::string without_remark(std::string_view name) {
  std::string out(name);
  for (auto const& [open, close] :
       {std::pair<std::string_view, std::string_view>{"（", "）"}, {" (", ")"}, {"(", ")"}}) {
    auto const from = out.find(open);
    auto const to = from == std::string::npos ? from : out.find(close, from);
    if (to != std::string::npos) out.erase(from, to + close.size() - from);
  }
  return out;
}

std::vector<Feature> city_features(view::City const& city, view::Terrain const& terrain) {
  std::vector<Feature> features;
  for (view::Zone const& zone : city.zones) {
    Feature f;
    f.tier = Tier::zone;
    f.anchoring = Anchoring::lifted;
    f.zh = zone.names.zh;
    f.ja = zone.names.ja;
    f.en = zone.names.en;
    f.points = {on_ground(terrain, centroid(zone))};
    f.outline = zone.outline;
    f.range_m = 150e3;
    f.importance = std::clamp(zone.area_m2 / 30e6, 0.0, 1.0);
    features.push_back(std::move(f));
  }
  for (view::Place const& place : city.places)
    if (auto f = feature_of(place, terrain)) features.push_back(std::move(*f));
  for (view::Route const& route : city.routes)
    if (auto f = feature_of(route)) features.push_back(std::move(*f));
  for (std::size_t i = 0; i < features.size(); ++i)
    features[i].id = i + 1;
  return features;
}

} // namespace dalian::ui
