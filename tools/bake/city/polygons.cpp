#include "tools/bake/city/polygons.hpp"

#include <geos_c.h>

#include <algorithm>
#include <memory>

namespace dalian::bake {
namespace {

/// One GEOS session; geometries live no longer than it.
struct Session {
  Session() : handle(GEOS_init_r()) {}
  ~Session() { GEOS_finish_r(handle); }
  Session(Session const&) = delete;
  Session& operator=(Session const&) = delete;
  GEOSContextHandle_t handle;
};

struct Destroy {
  GEOSContextHandle_t handle;
  void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(handle, g); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;

class Planar {
 public:
  GEOSContextHandle_t handle() const { return session_.handle; }
  Geometry own(GEOSGeometry* g) const { return {g, Destroy{handle()}}; }

  GEOSCoordSequence* sequence(Line const& points, bool closed) const {
    auto const count = static_cast<unsigned>(points.size() + (closed ? 1 : 0));
    GEOSCoordSequence* s = GEOSCoordSeq_create_r(handle(), count, 2);
    for (unsigned i = 0; i < count; ++i) {
      MapPoint const p = points[i % points.size()];
      GEOSCoordSeq_setXY_r(handle(), s, i, p.east_m, p.north_m);
    }
    return s;
  }
  Geometry line(Line const& points) const {
    return own(GEOSGeom_createLineString_r(handle(), sequence(points, false)));
  }
  Geometry polygon(Ring const& ring) const {
    GEOSGeometry* shell = GEOSGeom_createLinearRing_r(handle(), sequence(ring, true));
    return own(GEOSGeom_createPolygon_r(handle(), shell, nullptr, 0));
  }
  Line points(GEOSGeometry const* line) const {
    GEOSCoordSequence const* s = GEOSGeom_getCoordSeq_r(handle(), line);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(handle(), s, &size);
    Line out(size);
    for (unsigned i = 0; i < size; ++i)
      GEOSCoordSeq_getXY_r(handle(), s, i, &out[i].east_m, &out[i].north_m);
    return out;
  }
  template <class Visit>
  void for_each_part(GEOSGeometry const* whole, int type, Visit&& visit) const {
    for (int i = 0; i < GEOSGetNumGeometries_r(handle(), whole); ++i) {
      GEOSGeometry const* part = GEOSGetGeometryN_r(handle(), whole, i);
      if (GEOSGeomTypeId_r(handle(), part) == type && GEOSisEmpty_r(handle(), part) == 0) visit(part);
    }
  }
  std::vector<Piece> pieces(GEOSGeometry const* whole) const {
    std::vector<Piece> out;
    for_each_part(whole, GEOS_POLYGON, [&](GEOSGeometry const* part) {
      Piece piece{points(GEOSGetExteriorRing_r(handle(), part)), 0};
      piece.ring.pop_back();
      if (signed_area_m2(piece.ring) < 0) std::reverse(piece.ring.begin(), piece.ring.end());
      GEOSArea_r(handle(), part, &piece.area_m2);
      out.push_back(std::move(piece));
    });
    return out;
  }

 private:
  Session session_;
};

} // namespace

std::vector<Piece> cut_away(Ring const& ring, std::vector<Strip> const& strips) {
  Planar const plane;
  Geometry left = plane.polygon(ring);
  for (Strip const& strip : strips) {
    auto const line = plane.line(strip.line);
    auto const taken = plane.own(GEOSBuffer_r(plane.handle(), line.get(), strip.half_width_m, 3));
    Geometry rest = plane.own(GEOSDifference_r(plane.handle(), left.get(), taken.get()));
    if (rest) left = std::move(rest);
  }
  // Corners closer than a quarter of a metre say nothing.
  auto const plain = plane.own(GEOSTopologyPreserveSimplify_r(plane.handle(), left.get(), 0.25));
  return plane.pieces(plain.get());
}

std::vector<Piece> common_parts(Ring const& a, Ring const& b) {
  Planar const plane;
  auto const first = plane.polygon(a), second = plane.polygon(b);
  auto const both = plane.own(GEOSIntersection_r(plane.handle(), first.get(), second.get()));
  return both ? plane.pieces(both.get()) : std::vector<Piece>{};
}

} // namespace dalian::bake
