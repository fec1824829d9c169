#include "twin/layout/street_profile.hpp"

#include <algorithm>

namespace dalian::layout {
namespace {

constexpr double kFootway_m = 3.2;

StreetProfile expressway(double half_m) {
  // Two lanes of 3.75 m each way and a hard shoulder: JTG B01-2014, 100 km/h.
  StreetProfile p{half_m, 1.5, 2, 3.75};
  p.shoulder_m = std::max(0.0, half_m - p.median_m - p.lanes * p.lane_m);
  return p;
}

StreetProfile avenue(double half_m) {
  int const lanes = half_m >= 13.5 ? 3 : 2;
  StreetProfile p{half_m, 1.5, lanes, 3.5}; // one median for all, so that a car keeps its offset from road to road
  p.cycle_m = std::max(0.0, half_m - p.median_m - lanes * p.lane_m);
  p.footway_m = kFootway_m;
  return p;
}

StreetProfile plain_street(double half_m) {
  StreetProfile p{half_m, 0, half_m >= 6.5 ? 2 : 1, 3.25};
  if (p.lanes == 1) p.lane_m = std::min(3.5, half_m);
  p.footway_m = half_m >= 5 ? kFootway_m : 2.4;
  double const rest_m = half_m - p.lanes * p.lane_m;
  (rest_m > 1.2 ? p.cycle_m : p.shoulder_m) = rest_m;
  return p;
}

} // namespace

bool is_street(RouteClass kind) {
  return kind == RouteClass::road || kind == RouteClass::street;
}

bool is_path(Route const& route) {
  return route.kind == RouteClass::street && route.width_m < 5;
}

bool is_track(Route const& route) {
  bool const closed = route.line.size() > 3 && distance_m(route.line.front(), route.line.back()) < 1;
  return route.kind == RouteClass::street && closed;
}

bool has_lamps(Route const& route) {
  using enum RouteClass;
  if (route.kind == street) return route.width_m >= kLeastLit_m && !is_track(route);
  return route.kind == expressway || route.kind == road || route.kind == test_route;
}

StreetProfile street_profile(Route const& route) {
  double const half_m = route.width_m / 2;
  if (route.kind == RouteClass::expressway) return expressway(half_m);
  if (is_track(route)) {
    StreetProfile track{half_m, 0, std::max(1, static_cast<int>(2 * half_m / 3.75)), 3.75};
    track.lane_m = 2 * half_m / track.lanes;
    track.one_way = true;
    return track;
  }
  if (is_path(route)) return {half_m, 0, 0};
  if (half_m >= 10) return avenue(half_m);
  if (route.kind == RouteClass::street) return plain_street(half_m);
  StreetProfile country{half_m, 0, half_m >= 7 ? 2 : 1, 3.5};
  country.shoulder_m = std::max(0.0, half_m - country.lanes * country.lane_m);
  return country;
}

} // namespace dalian::layout
