#include "twin/fusion/detections.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace dalian::fusion {
namespace {

using association::PlotClass;
using association::Position;

constexpr double kDegree = std::numbers::pi / 180;
constexpr float kMostSize_m = 2000;

/// False for NaN too.
bool between(double low, double value, double high) {
  return value >= low && value <= high;
}

bool valid_id(std::string const& id) {
  return !id.empty() && id.size() <= 64;
}

bool valid(wire::Fix const& fix) {
  return between(-90, fix.lat_deg(), 90) && between(-180, fix.lon_deg(), 180) && between(0, fix.sigma_m(), 1e6);
}

/// True east and north → the grid: turned by the convergence, stretched by the scale.
Position on_grid(Projected const& at, double ee, double en, double nn) {
  double const c = at.cos_convergence, s = at.sin_convergence, m = at.scale * at.scale;
  // grid bearing = true bearing − convergence: the axes turn the other way round
  return {at.point, m * (c * c * ee - 2 * s * c * en + s * s * nn), m * (s * c * (ee - nn) + (c * c - s * s) * en),
          m * (s * s * ee + 2 * s * c * en + c * c * nn)};
}

bool read_covariance(wire::Observation const& o, Projected const& at, Parameters const& parameters, Position& out) {
  auto const& d = o.detection();
  double ee = d.variance_east_m2(), en = d.covariance_m2(), nn = d.variance_north_m2();
  if (ee == 0 && en == 0 && nn == 0) {
    double const sigma = o.fix().sigma_m();
    ee = nn = sigma * sigma;
  }
  double const least = parameters.fixes.least_sigma_m * parameters.fixes.least_sigma_m;
  double const most = double{parameters.fixes.most_sigma_m} * parameters.fixes.most_sigma_m;
  if (!between(0, ee, most) || !between(0, nn, most) || !(en * en < ee * nn || en == 0)) return false;
  out = on_grid(at, std::max(ee, least), en, std::max(nn, least));
  return out.ee * out.nn > out.en * out.en;
}

PlotClass class_of(wire::Kind kind) {
  if (kind == wire::VESSEL) return PlotClass::vessel;
  return kind == wire::ROAD_VEHICLE ? PlotClass::road_vehicle : PlotClass::unknown;
}

} // namespace

std::optional<Outcome> admit_detection(wire::Observation const& o, Duration correction, Instant t_twin,
                                       Parameters const& parameters, AdmittedDetection& out) {
  if (!valid_id(o.entity())) return Outcome::invalid_entity;
  if (o.kind() != wire::UNIDENTIFIED) return Outcome::invalid_kind;
  if (o.t_obs() == 0) return Outcome::invalid_time;
  constexpr std::uint64_t kEndOfTime = std::numeric_limits<std::int64_t>::max();
  if (o.t_obs() > kEndOfTime) return Outcome::future;
  out.t = from_unix_ns(static_cast<std::int64_t>(o.t_obs())) - correction;
  if (out.t > t_twin + from_seconds(parameters.fixes.future_limit_s)) return Outcome::future;
  auto const& d = o.detection();
  if (!between(0, d.length_m(), kMostSize_m) || !between(0, d.width_m(), kMostSize_m)) return Outcome::invalid_detail;
  out.t_rx = from_unix_ns(static_cast<std::int64_t>(std::min(o.t_rx(), kEndOfTime)));
  out.scan = d.scan();
  out.last = d.last();
  out.has_plot = o.has_fix();
  if (!out.has_plot) return std::nullopt;
  if (!valid(o.fix())) return Outcome::invalid_fix;
  auto const at = project({o.fix().lon_deg(), o.fix().lat_deg()});
  if (!at) return Outcome::off_map;
  out.plot = {{}, out.t, class_of(d.looks_like()), d.length_m(), d.width_m()};
  if (!read_covariance(o, *at, parameters, out.plot.position)) return Outcome::invalid_detail;
  return std::nullopt;
}

association::SensorView unknown_view(PlotSettings const& settings) {
  return {{settings.detection_probability, settings.clutter_per_km2 * 1e-6}, false, {}};
}

std::optional<Outcome> admit_coverage(wire::Observation const& o, PlotSettings const& settings,
                                      association::SensorView& out) {
  if (!valid_id(o.entity())) return Outcome::invalid_entity;
  if (o.kind() != wire::UNIDENTIFIED) return Outcome::invalid_kind;
  if (!o.has_fix() || !valid(o.fix())) return Outcome::invalid_fix;
  auto const& c = o.coverage();
  if (!between(1, c.range_m(), 1e6) || !between(0, c.from_deg(), 360) || !between(0, c.width_deg(), 360) ||
      !between(0, c.detection_probability(), 0.9999) || !between(0, c.clutter_per_km2(), 1e9))
    return Outcome::invalid_detail;
  auto const at = project({o.fix().lon_deg(), o.fix().lat_deg()});
  if (!at) return Outcome::off_map;
  out = unknown_view(settings);
  if (c.detection_probability() > 0) out.model.detection_probability = c.detection_probability();
  if (c.clutter_per_km2() > 0) out.model.foreign_density = c.clutter_per_km2() * 1e-6;
  double const width = c.width_deg() > 0 ? c.width_deg() : 360;
  out.has_coverage = true;
  out.coverage = {at->point, c.range_m() * at->scale, c.from_deg() * kDegree - at->convergence_rad(), width * kDegree};
  return std::nullopt;
}

} // namespace dalian::fusion
