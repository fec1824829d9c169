#include "tools/bake/city/zones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dalian::bake {
namespace {

double triangle_area_m2(MapPoint a, MapPoint b, MapPoint c) {
  return cross(b - a, c - a) / 2;
}

bool is_ear(Ring const& ring, std::vector<std::uint32_t> const& left, std::size_t i) {
  std::size_t const n = left.size();
  MapPoint const a = ring[left[(i + n - 1) % n]], b = ring[left[i]], c = ring[left[(i + 1) % n]];
  if (triangle_area_m2(a, b, c) <= 0) return false;
  for (std::size_t k = 0; k + 3 < n; ++k) {
    MapPoint const p = ring[left[(i + 2 + k) % n]];
    if (triangle_area_m2(a, b, p) >= 0 && triangle_area_m2(b, c, p) >= 0 && triangle_area_m2(c, a, p) >= 0)
      return false;
  }
  return true;
}

double triangles_area_m2(layout::Zone const& zone) {
  double sum = 0;
  for (layout::Triangle const& t : zone.triangles)
    sum += triangle_area_m2(zone.outline[t.a], zone.outline[t.b], zone.outline[t.c]);
  return sum;
}

} // namespace

std::vector<layout::Triangle> triangulate(Ring const& ring) {
  std::vector<std::uint32_t> left(ring.size());
  std::iota(left.begin(), left.end(), 0U);
  std::vector<layout::Triangle> triangles;
  for (std::size_t i = 0, misses = 0; left.size() > 3 && misses < left.size();) {
    std::size_t const n = left.size();
    i %= n;
    if (!is_ear(ring, left, i)) {
      ++i;
      ++misses;
      continue;
    }
    triangles.push_back({left[(i + n - 1) % n], left[i], left[(i + 1) % n]});
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
    misses = 0;
  }
  if (left.size() == 3) triangles.push_back({left[0], left[1], left[2]});
  return triangles;
}

std::vector<layout::Zone> make_zones(Sources const& sources) {
  std::vector<layout::Zone> zones;
  for (std::size_t i = 0; i < sources.zones.size(); ++i) {
    Feature const& feature = sources.zones[i];
    layout::Zone zone;
    zone.id = feature.id;
    zone.zone = feature.text("plan_zone");
    zone.names = feature.names();
    zone.outline = sources.zone_rings[i];
    zone.triangles = triangulate(zone.outline);
    zone.area_m2 = geodesic_area_m2(feature.points);
    zone.plan_area_m2 = feature.number("area_km2_target", 0) * 1e6;
    zone.origin = feature.origin();
    zones.push_back(std::move(zone));
  }
  return zones;
}

ZoneCheck check_zones(std::vector<layout::Zone> const& zones) {
  ZoneCheck check;
  check.table = fmt::format("{:<16} {:>9} {:>9} {:>8} {:>9}\n", "zone", "plan km²", "here km²", "off %", "triangles");
  for (layout::Zone const& zone : zones) {
    double const off = zone.area_m2 / zone.plan_area_m2 - 1;
    double const outline = signed_area_m2(zone.outline);
    bool const simple = is_simple(zone.outline);
    bool const whole =
        zone.triangles.size() + 2 == zone.outline.size() && std::abs(triangles_area_m2(zone) / outline - 1) < 1e-9;
    bool const good = simple && whole && std::abs(off) <= 0.001;
    check.ok = check.ok && good;
    check.table += fmt::format("{:<16} {:>9.3f} {:>9.4f} {:>8.4f} {:>9}{}{}{}\n", zone.id, zone.plan_area_m2 / 1e6,
                               zone.area_m2 / 1e6, off * 100, zone.triangles.size(), simple ? "" : "  crosses itself",
                               whole ? "" : "  triangles do not fill it",
                               std::abs(off) <= 0.001 ? "" : "  area differs from the plan");
  }
  return check;
}

} // namespace dalian::bake
