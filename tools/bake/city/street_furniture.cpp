#include "tools/bake/city/street_furniture.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::bake {
namespace {

constexpr double kMastFromKerb_m = 1.1, kUnitFromKerb_m = 1.6, kLampPole_m = 1.45; // behind the lamp's origin
constexpr double kLowLamp = 0.72; // of a lamp's size, on narrower streets
constexpr double kWideStreet_m = 20, kBusStops_m = 420, kBusStopFromKerb_m = 1.75, kBusStopAfterMouth_m = 45;

struct Station {
  MapPoint at, along; // unit
};

Station station(layout::Route const& route, double along_m) {
  MapPoint const p = point_along(route.line, std::max(0.0, along_m - 0.5)), q = point_along(route.line, along_m + 0.5);
  double const length = std::max(1e-6, distance_m(p, q));
  return {point_along(route.line, along_m), 1 / length * (q - p)};
}

/// The arm across the junction from `from`; none at a T for who comes up its stem.
layout::JunctionArm const* arm_across(layout::Junction const& junction, layout::JunctionArm const& from) {
  layout::JunctionArm const* best = nullptr;
  double least = -0.6;
  for (layout::JunctionArm const& arm : junction.arms)
    if (double const d = dot(arm.away, from.away); d < least) {
      least = d;
      best = &arm;
    }
  return best;
}

/// Where the mast of the signal for an arm's traffic stands: at the right kerb beyond the junction.
MapPoint mast_of(layout::Junction const& junction, layout::JunctionArm const& arm) {
  MapPoint const onward = -1 * arm.away, right = right_of(onward);
  if (layout::JunctionArm const* across = arm_across(junction, arm))
    return across->mouth + 0.6 * onward + (across->half_m + kMastFromKerb_m) * right_of(across->away);
  double widest = 0;
  for (layout::JunctionArm const& other : junction.arms)
    if (&other != &arm) widest = std::max(widest, other.half_m);
  double const reach = dot(junction.centre - arm.mouth, onward) + widest + kMastFromKerb_m;
  return arm.mouth + reach * onward + arm.half_m / 2 * right;
}

} // namespace

StreetFurniture::StreetFurniture(std::vector<layout::Route> const& routes, Sources const& sources, Placer& placer)
    : routes_(routes), sources_(sources), placer_(placer), junctions_(layout::find_junctions(routes)),
      links_(layout::cut_links(routes, junctions_)) {}

std::string StreetFurniture::zone_of(MapPoint p) const {
  for (std::size_t i = 0; i < sources_.zones.size(); ++i)
    if (sources_.zone_boxes[i].contains(p) && is_inside(sources_.zone_rings[i], p)) return sources_.zones[i].id;
  return "";
}

bool StreetFurniture::on_test_route(MapPoint p, double within_m) const {
  return std::any_of(routes_.begin(), routes_.end(), [&](layout::Route const& r) {
    return r.kind == layout::RouteClass::test_route && box_of(r.line).contains(p, within_m) &&
           nearest_on(r.line, false, p).distance_m < within_m;
  });
}

bool StreetFurniture::put(std::string const& model, MapPoint at, double heading_rad, double size) {
  PlaceRequest request;
  request.zone = zone_of(at);
  if (request.zone.empty()) return false;
  request.prefix = request.zone;
  request.model = model;
  request.at = at;
  request.heading_rad = heading_rad;
  request.scale[0] = request.scale[1] = request.scale[2] = size;
  request.clearance_m = 0.2;
  request.spans = true; // stands among trees, and its arm over whatever is there
  return placer_.place(request);
}

void StreetFurniture::signals() {
  for (layout::Junction const& junction : junctions_) {
    if (!junction.signals) continue;
    double widest = 0;
    for (layout::JunctionArm const& arm : junction.arms)
      widest = std::max(widest, arm.half_m);
    for (layout::JunctionArm const& arm : junction.arms) {
      MapPoint const onward = -1 * arm.away;
      bool const go = arm.half_m > widest - 0.5; // the wider street's turn
      std::string const model = go ? "traffic_signal_go" : "traffic_signal";
      double const mast_x_m = placer_.size_of(model).foot_x_m;
      put(model, mast_of(junction, arm) - mast_x_m * right_of(onward), bearing_rad(onward));
    }
    if (!on_test_route(junction.centre, 25)) continue;
    layout::JunctionArm const& arm = junction.arms.front();
    MapPoint const left = -1 * right_of(arm.away);
    put("roadside_unit", arm.mouth + 1.5 * arm.away + (arm.half_m + kUnitFromKerb_m) * left, bearing_rad(-1 * left));
  }
}

void StreetFurniture::lamps() {
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!layout::has_lamps(routes_[i])) continue;
    double const size = routes_[i].width_m < kWideStreet_m ? kLowLamp : 1;
    for (layout::Link const& link : links_[i])
      for (int side : {-1, 1}) {
        double const phase = side < 0 ? 0 : layout::kLampSpacing_m / 2;
        double along = phase + layout::kLampSpacing_m * std::ceil((link.from_m + 3 - phase) / layout::kLampSpacing_m);
        for (; along < link.to_m - 3; along += layout::kLampSpacing_m) {
          Station const s = station(routes_[i], along);
          MapPoint const out = side * right_of(s.along);
          double const pole_m = routes_[i].width_m / 2 + layout::kLampFromKerb_m;
          put("lamp", s.at + (pole_m - size * kLampPole_m) * out, bearing_rad(-1 * out), size);
        }
      }
  }
}

void StreetFurniture::bus_stops() {
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!layout::is_street(routes_[i].kind) || routes_[i].width_m < kWideStreet_m) continue;
    double last_m = -1e9;
    for (layout::Link const& link : links_[i]) {
      double const along = link.from_m + kBusStopAfterMouth_m;
      if (link.to_m - along < kBusStopAfterMouth_m || along - last_m < kBusStops_m) continue;
      Station const s = station(routes_[i], along);
      if (!on_test_route(s.at, 8)) continue;
      last_m = along;
      MapPoint const right = right_of(s.along);
      double const from_axis_m = routes_[i].width_m / 2 + kBusStopFromKerb_m;
      put("bus_stop", s.at + from_axis_m * right, bearing_rad(-1 * right));
      put("bus_stop", s.at + 30 * s.along - from_axis_m * right, bearing_rad(right));
    }
  }
}

} // namespace dalian::bake
