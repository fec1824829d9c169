#include "twin/view/volume.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::view {
namespace {

bool usable(MapPoint p) {
  return std::isfinite(p.east_m) && std::isfinite(p.north_m);
}
bool usable(float v) {
  return std::isfinite(v);
}

char const* complaint(Prism const& p) {
  if (p.outline.size() < 3) return "an outline needs three points";
  if (!std::all_of(p.outline.begin(), p.outline.end(), [](MapPoint q) { return usable(q); }))
    return "a point is not a number";
  if (!std::isfinite(p.base_m) || !std::isfinite(p.top_m) || p.top_m <= p.base_m)
    return "its top is not above its base";
  return nullptr;
}

char const* complaint(Corridor const& c) {
  if (c.line.size() < 2) return "a corridor needs two points";
  if (c.floor_m.size() != c.line.size()) return "as many heights as points are needed";
  if (!std::all_of(c.line.begin(), c.line.end(), [](MapPoint q) { return usable(q); }) ||
      !std::all_of(c.floor_m.begin(), c.floor_m.end(), [](float h) { return usable(h); }))
    return "a point is not a number";
  if (!(c.width_m > 0) || !(c.height_m > 0) || !std::isfinite(c.width_m) || !std::isfinite(c.height_m))
    return "width and height must be positive";
  return nullptr;
}

char const* complaint(Plume const& p) {
  if (p.sections.size() < 2) return "a plume needs two sections";
  for (PlumeSection const& s : p.sections)
    if (!usable(s.at) || !usable(s.up_m) || !usable(s.sigma_across_m) || !usable(s.sigma_up_m) ||
        s.sigma_across_m <= 0 || s.sigma_up_m <= 0)
      return "a section has no usable place or spread";
  return nullptr;
}

} // namespace

Status check_volume(Volume const& volume) {
  char const* const wrong = std::visit([](auto const& shape) { return complaint(shape); }, volume.shape);
  if (wrong == nullptr) return {};
  return Error{fmt::format("volume '{}': {}", volume.id, wrong)};
}

std::vector<Volume> zone_fences(City const& city, Terrain const& terrain, double height_m) {
  std::vector<Volume> fences;
  for (Zone const& zone : city.zones) {
    double low = 1e9, high = -1e9;
    for (std::size_t i = 0; i < zone.outline.size(); ++i) {
      MapPoint const a = zone.outline[i], b = zone.outline[(i + 1) % zone.outline.size()];
      auto const steps = std::max(1.0, std::ceil(distance_m(a, b) / 50));
      for (double s = 0; s < steps; ++s) {
        double const t = s / steps;
        double const ground = std::max(
            0.0F, terrain.height_at({a.east_m + t * (b.east_m - a.east_m), a.north_m + t * (b.north_m - a.north_m)}));
        low = std::min(low, ground);
        high = std::max(high, ground);
      }
    }
    fences.push_back(
        {zone.id, VolumeKind::geofence, Prism{zone.outline, low - 5, high + height_m}, zone.origin.provenance});
  }
  return fences;
}

std::vector<Volume> test_corridors(City const& city, double width_m, double height_m) {
  std::vector<Volume> corridors;
  for (Route const& route : city.routes) {
    if (route.kind != RouteClass::test_route || route.line.size() < 2) continue;
    Corridor corridor{route.line, route.height_m, width_m, height_m};
    corridor.floor_m.resize(route.line.size());
    corridors.push_back({route.id, VolumeKind::corridor, std::move(corridor), route.origin.provenance});
  }
  return corridors;
}

} // namespace dalian::view
