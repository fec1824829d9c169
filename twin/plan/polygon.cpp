#include "twin/plan/polygon.hpp"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace dalian::plan {
namespace {

struct Destroy {
  GEOSContextHandle_t handle;
  void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(handle, g); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;

/// One GEOS session a thread; geometries live no longer than it.
class Session {
 public:
  Session() : handle_(GEOS_init_r()) {}
  ~Session() { GEOS_finish_r(handle_); }
  Session(Session const&) = delete;
  Session& operator=(Session const&) = delete;

  Geometry own(GEOSGeometry* g) const { return {g, Destroy{handle_}}; }
  GEOSContextHandle_t handle() const { return handle_; }

  GEOSCoordSequence* sequence(MapLine const& points, bool closed) const {
    auto const count = static_cast<unsigned>(points.size() + (closed ? 1 : 0));
    GEOSCoordSequence* s = GEOSCoordSeq_create_r(handle_, count, 2);
    for (unsigned i = 0; i < count; ++i) {
      MapPoint const p = points[i % points.size()];
      GEOSCoordSeq_setXY_r(handle_, s, i, p.east_m, p.north_m);
    }
    return s;
  }
  Geometry polygon(MapRing const& ring) const {
    GEOSGeometry* shell = GEOSGeom_createLinearRing_r(handle_, sequence(ring, true));
    return own(GEOSGeom_createPolygon_r(handle_, shell, nullptr, 0));
  }
  Geometry line(MapLine const& points) const {
    return own(GEOSGeom_createLineString_r(handle_, sequence(points, false)));
  }
  Geometry strip(Strip const& strip) const {
    auto const axis = line(strip.line);
    return own(GEOSBufferWithStyle_r(handle_, axis.get(), strip.half_m, 8, GEOSBUF_CAP_FLAT, GEOSBUF_JOIN_MITRE, 2));
  }
  double area(GEOSGeometry const* g) const {
    double area_m2 = 0;
    if (g != nullptr) GEOSArea_r(handle_, g, &area_m2);
    return area_m2;
  }
  /// Outer rings of the polygons in `g`, largest first.
  std::vector<MapRing> rings(GEOSGeometry const* g) const {
    std::vector<MapRing> out;
    for (int i = 0; g != nullptr && i < GEOSGetNumGeometries_r(handle_, g); ++i) {
      auto const* part = GEOSGetGeometryN_r(handle_, g, i);
      if (GEOSGeomTypeId_r(handle_, part) == GEOS_POLYGON && GEOSisEmpty_r(handle_, part) == 0)
        out.push_back(outer_ring(part));
    }
    std::stable_sort(out.begin(), out.end(), [](MapRing const& a, MapRing const& b) {
      return std::abs(signed_area_m2(a)) > std::abs(signed_area_m2(b));
    });
    return out;
  }

 private:
  MapRing outer_ring(GEOSGeometry const* polygon) const {
    auto const* s = GEOSGeom_getCoordSeq_r(handle_, GEOSGetExteriorRing_r(handle_, polygon));
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(handle_, s, &size);
    MapRing ring(size);
    for (unsigned i = 0; i < size; ++i)
      GEOSCoordSeq_getXY_r(handle_, s, i, &ring[i].east_m, &ring[i].north_m);
    if (!ring.empty()) ring.pop_back();
    if (signed_area_m2(ring) < 0) std::reverse(ring.begin(), ring.end());
    return ring;
  }

  GEOSContextHandle_t handle_;
};

Session const& session() {
  thread_local Session const session;
  return session;
}

double cross(MapPoint o, MapPoint a, MapPoint b) {
  return (a.east_m - o.east_m) * (b.north_m - o.north_m) - (a.north_m - o.north_m) * (b.east_m - o.east_m);
}

} // namespace

MapLine to_map(Shape const& shape) {
  MapLine out;
  out.reserve(shape.size());
  for (GeoPoint const p : shape)
    out.push_back(dalian::to_map(p));
  return out;
}

Shape to_shape(MapLine const& points) {
  auto const rounded = [](double degrees) { return std::round(degrees * 1e7) / 1e7; };
  Shape out;
  for (MapPoint const p : points) {
    GeoPoint const g = to_geo(p);
    out.push_back({rounded(g.lon_deg), rounded(g.lat_deg)});
  }
  return out;
}

double signed_area_m2(MapRing const& ring) {
  double twice_m2 = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i)
    twice_m2 += cross(ring[0], ring[i], ring[i + 1]);
  return twice_m2 / 2;
}

double true_area_m2(MapRing const& ring) {
  if (ring.empty()) return 0;
  double const scale = point_scale(to_geo(ring[ring.size() / 2]));
  return std::abs(signed_area_m2(ring)) / (scale * scale);
}

double length_m(MapLine const& line) {
  double length = 0;
  for (std::size_t i = 1; i < line.size(); ++i)
    length += distance_m(line[i - 1], line[i]);
  return length;
}

MapPoint centroid(MapRing const& ring) {
  MapPoint sum{0, 0};
  double twice_m2 = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    double const weight = cross(ring[0], ring[i], ring[i + 1]);
    twice_m2 += weight;
    sum.east_m += weight * (ring[i].east_m + ring[i + 1].east_m - 2 * ring[0].east_m) / 3;
    sum.north_m += weight * (ring[i].north_m + ring[i + 1].north_m - 2 * ring[0].north_m) / 3;
  }
  if (twice_m2 == 0) return ring.front();
  return {ring[0].east_m + sum.east_m / twice_m2, ring[0].north_m + sum.north_m / twice_m2};
}

bool is_simple(MapRing const& ring) {
  if (ring.size() < 3 || signed_area_m2(ring) == 0) return false;
  auto const& s = session();
  return GEOSisValid_r(s.handle(), s.polygon(ring).get()) == 1;
}

/// The even-odd rule.
bool contains(MapRing const& ring, MapPoint p) {
  bool inside = false;
  for (std::size_t i = 0, k = ring.size() - 1; i < ring.size(); k = i++) {
    MapPoint const a = ring[i], b = ring[k];
    if ((a.north_m > p.north_m) == (b.north_m > p.north_m)) continue;
    double const east_m = a.east_m + (b.east_m - a.east_m) * (p.north_m - a.north_m) / (b.north_m - a.north_m);
    if (p.east_m < east_m) inside = !inside;
  }
  return inside;
}

Remainder cut_away(MapRing const& ring, std::vector<Strip> const& strips) {
  auto const& s = session();
  Geometry rest = s.polygon(ring);
  for (Strip const& strip : strips) {
    auto const land = s.strip(strip);
    if (!land) continue;
    if (GEOSGeometry* next = GEOSDifference_r(s.handle(), rest.get(), land.get())) rest = s.own(next);
  }
  return {s.area(rest.get()), s.rings(rest.get())};
}

double common_area_m2(MapRing const& a, MapRing const& b) {
  auto const& s = session();
  auto const common = s.own(GEOSIntersection_r(s.handle(), s.polygon(a).get(), s.polygon(b).get()));
  return s.area(common.get());
}

std::vector<MapRing> split(MapRing const& ring, MapLine const& line) {
  auto const& s = session();
  auto const whole = s.polygon(ring);
  auto const edge = s.own(GEOSBoundary_r(s.handle(), whole.get()));
  auto const noded = s.own(GEOSUnion_r(s.handle(), edge.get(), s.line(line).get()));
  GEOSGeometry const* lines[] = {noded.get()};
  auto const faces = s.own(GEOSPolygonize_r(s.handle(), lines, 1));
  std::vector<MapRing> inside;
  for (MapRing& face : s.rings(faces.get())) // a ring with a notch may close faces outside of it
    if (common_area_m2(face, ring) > 0.5 * signed_area_m2(face)) inside.push_back(std::move(face));
  return inside;
}

std::optional<MapRing> join(std::vector<MapRing> const& rings) {
  auto const& s = session();
  Geometry all = s.own(GEOSGeom_createEmptyPolygon_r(s.handle()));
  for (MapRing const& ring : rings)
    if (GEOSGeometry* next = GEOSUnion_r(s.handle(), all.get(), s.polygon(ring).get())) all = s.own(next);
  auto found = s.rings(all.get());
  if (found.size() != 1 || std::abs(signed_area_m2(found[0]) - s.area(all.get())) > 1) return std::nullopt;
  return found[0];
}

} // namespace dalian::plan
