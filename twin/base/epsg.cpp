#include "twin/base/epsg.hpp"

#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <proj.h>

namespace dalian {
namespace {

struct Free {
  void operator()(PJ_CONTEXT* p) const { proj_context_destroy(p); }
  void operator()(PJ* p) const { proj_destroy(p); }
};
using Context = std::unique_ptr<PJ_CONTEXT, Free>;
using Projection = std::unique_ptr<PJ, Free>;

/// Of one thread. Never asks the network for grids: the same input gives the same place everywhere.
class Projections {
 public:
  Projections() : context_(proj_context_create()) {
    proj_log_level(context_.get(), PJ_LOG_NONE);
    proj_context_set_enable_network(context_.get(), 0);
  }
  /// From `code` to WGS-84; null when PROJ knows none.
  PJ* to_wgs84(int code) {
    auto const [it, fresh] = by_code_.try_emplace(code);
    if (!fresh) return it->second.get();
    Projection const raw(
        proj_create_crs_to_crs(context_.get(), fmt::format("EPSG:{}", code).c_str(), "EPSG:4326", nullptr));
    if (raw != nullptr) it->second.reset(proj_normalize_for_visualization(context_.get(), raw.get()));
    return it->second.get();
  }
  PJ_CONTEXT* context() { return context_.get(); }

 private:
  Context context_;
  std::map<int, Projection> by_code_;
};

Projections& projections() {
  thread_local Projections mine;
  return mine;
}

GeoPoint transform(GeoPoint p, int code, PJ_DIRECTION direction) {
  auto* const projection = projections().to_wgs84(code);
  if (projection == nullptr) return {NAN, NAN};
  auto const out = proj_trans(projection, direction, proj_coord(p.lon_deg, p.lat_deg, 0, 0));
  bool const good = std::isfinite(out.xy.x) && std::isfinite(out.xy.y); // PROJ says HUGE_VAL
  return good ? GeoPoint{out.xy.x, out.xy.y} : GeoPoint{NAN, NAN};
}

} // namespace

Result<bool> is_projected_epsg(int code) {
  auto const name = fmt::format("EPSG:{}", code);
  Projection const crs(proj_create(projections().context(), name.c_str()));
  if (crs == nullptr) return Error{fmt::format("{} is not known to PROJ", name)};
  auto const type = proj_get_type(crs.get());
  bool const geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
  if (!geographic && type != PJ_TYPE_PROJECTED_CRS)
    return Error{fmt::format("{} ({}) is neither geographic nor projected", name, proj_get_name(crs.get()))};
  if (projections().to_wgs84(code) == nullptr)
    return Error{fmt::format("PROJ has no way from {} ({}) to WGS-84", name, proj_get_name(crs.get()))};
  return !geographic;
}

GeoPoint epsg_to_wgs84(GeoPoint p, int code) {
  return transform(p, code, PJ_FWD);
}

GeoPoint epsg_from_wgs84(GeoPoint p, int code) {
  return transform(p, code, PJ_INV);
}

} // namespace dalian
