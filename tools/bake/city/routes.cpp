#include "tools/bake/city/routes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

namespace dalian::bake {
namespace {

using layout::Route;
using layout::RouteClass;

struct ClassShape {
  char const* kind;
  RouteClass route_class;
  double width_m;  // of carriageway or track bed
  double radius_m; // largest corner radius
  int order;       // in which heights are given
};
constexpr std::array<ClassShape, 7> kShapes{{
    {"river", RouteClass::river, 34, 350, 0},
    {"high-speed-rail", RouteClass::high_speed_rail, 13, 5500, 1},
    {"rail", RouteClass::rail, 11, 2500, 2},
    {"metro", RouteClass::metro, 10, 1200, 3},
    {"expressway", RouteClass::expressway, 27, 3000, 4},
    {"road", RouteClass::road, 15, 400, 5},
    {"test-route", RouteClass::test_route, 3.5, 40, 8},
}};
constexpr double kStep_m = 40;

ClassShape const* shape_of(std::string const& kind) {
  auto const it = std::find_if(kShapes.begin(), kShapes.end(), [&](ClassShape const& s) { return kind == s.kind; });
  return it == kShapes.end() ? nullptr : &*it;
}

bool is_closed(std::vector<MapPoint> const& corners) {
  return corners.size() > 3 && distance_m(corners.front(), corners.back()) < 1;
}

Line smooth_line(Feature const& feature, ClassShape const& shape) {
  Line corners = feature.map_points();
  bool const closed = is_closed(corners);
  if (closed) corners.pop_back();
  return fillet(corners, {feature.number("radius_m", shape.radius_m), kStep_m}, closed);
}

Route to_route(Feature const& feature, ClassShape const& shape) {
  Route route;
  route.id = feature.id;
  route.kind = shape.route_class;
  route.names = feature.names();
  route.line = smooth_line(feature, shape);
  route.width_m = feature.number("width_m", shape.width_m);
  route.origin = feature.origin();
  return route;
}

/// The part of `whole` between the points nearest to the ends of `part`, in the part's direction.
Line cut_along(Line const& whole, Line const& part) {
  Nearest const a = nearest_on(whole, false, part.front()), b = nearest_on(whole, false, part.back());
  auto const at = [&](Nearest const& n) {
    return whole[n.segment] + n.fraction * (whole[n.segment + 1] - whole[n.segment]);
  };
  bool const forward = a.segment + a.fraction < b.segment + b.fraction;
  Nearest const first = forward ? a : b, last = forward ? b : a;
  Line line{at(first)};
  for (std::size_t i = first.segment + 1; i <= last.segment; ++i)
    line.push_back(whole[i]);
  line.push_back(at(last));
  if (!forward) std::reverse(line.begin(), line.end());
  return line;
}

/// A road under every stretch of a test route that no road follows yet.
void append_roads_under(Route const& test, double width_m, std::vector<Route>& routes) {
  auto const uncovered = [&](MapPoint p) {
    return std::none_of(routes.begin(), routes.end(), [&](Route const& road) {
      return is_road(road.kind) && box_of(road.line).contains(p, 20) && nearest_on(road.line, false, p).distance_m < 12;
    });
  };
  Line const line = resample(test.line, 20);
  std::vector<Route> made;
  for (std::size_t first = 0; first < line.size();) {
    std::size_t last = first;
    while (last < line.size() && uncovered(line[last]))
      ++last;
    if (last - first >= 3) { // one point more at both ends joins it to the road that is there
      std::size_t const from = first > 0 ? first - 1 : 0, to = std::min(last + 1, line.size());
      Route road;
      road.id = "road-under-" + test.id + "-" + std::to_string(made.size() + 1);
      road.kind = RouteClass::road;
      road.line.assign(line.begin() + static_cast<std::ptrdiff_t>(from),
                       line.begin() + static_cast<std::ptrdiff_t>(to));
      road.width_m = width_m;
      road.origin = {Provenance::modelled, "road made up under test route " + test.id + "; illustrative", "design", 0};
      made.push_back(std::move(road));
    }
    first = last + 1;
  }
  routes.insert(routes.end(), made.begin(), made.end());
}

} // namespace

bool is_road(RouteClass kind) {
  return kind == RouteClass::road || kind == RouteClass::street || kind == RouteClass::expressway;
}

bool is_rail(RouteClass kind) {
  return kind == RouteClass::rail || kind == RouteClass::high_speed_rail || kind == RouteClass::metro;
}

Result<std::vector<Route>> make_routes(Sources const& sources) {
  std::vector<std::pair<int, Feature const*>> ordered;
  for (Feature const& feature : sources.routes) {
    ClassShape const* shape = shape_of(feature.kind);
    if (shape == nullptr)
      return Error{"routes.geojson: route '" + feature.id + "' has unknown kind '" + feature.kind + "'"};
    ordered.emplace_back(shape->order, &feature);
  }
  std::stable_sort(ordered.begin(), ordered.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
  std::vector<Route> routes, tests;
  std::vector<double> under_m; // width of a road made up under each test route
  for (auto const& [order, feature] : ordered) {
    Route route = to_route(*feature, *shape_of(feature->kind));
    if (std::string const along = feature->text("along"); !along.empty()) {
      auto const it = std::find_if(routes.begin(), routes.end(), [&](Route const& r) { return r.id == along; });
      if (it == routes.end())
        return Error{"routes.geojson: '" + feature->id + "' follows unknown route '" + along + "'"};
      route.line = cut_along(it->line, route.line);
    }
    if (route.kind == RouteClass::test_route) under_m.push_back(feature->number("road_width_m", 15));
    (route.kind == RouteClass::test_route ? tests : routes).push_back(std::move(route));
  }
  for (std::size_t i = 0; i < tests.size(); ++i)
    append_roads_under(tests[i], under_m[i], routes);
  routes.insert(routes.end(), tests.begin(), tests.end());
  return routes;
}

} // namespace dalian::bake
