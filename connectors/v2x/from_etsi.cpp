#include "connectors/v2x/from_etsi.hpp"

#include "connectors/v2x/source_time.hpp"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace dalian::v2x {
namespace {

using namespace etsi;

constexpr double kDegrees = 1e-7;
constexpr std::uint8_t kRoadSideUnit = 15;

/// The axes are those of 95 % (TS 102 894-2, PosConfidenceEllipse): 2.4477 standard deviations in two dimensions, the
/// root of the chi-square quantile 5.9915 of two degrees of freedom.
std::optional<float> sigma(ReferencePosition const& p) {
  constexpr float kSigmas = 2.4477F;
  if (p.semi_major >= 4094 || p.semi_minor >= 4094) return std::nullopt;
  double const a = p.semi_major / 100.0, b = p.semi_minor / 100.0;
  return static_cast<float>(std::sqrt((a * a + b * b) / 2)) / kSigmas;
}

std::string_view type_of_station(unsigned type) {
  switch (type) {
  case 1:
    return "pedestrian";
  case 2:
    return "bicycle";
  case 3:
  case 4:
    return "motorcycle";
  case 5:
    return "car";
  case 6:
    return "bus";
  case 7:
  case 8:
    return "truck";
  case 11:
    return "tram";
  default:
    return "";
  }
}

/// Reports are about the middle of the front (EN 302 637-2, annex B); the twin wants the middle of the vehicle.
GeoPoint middle(GeoPoint front, double heading_deg, double length_m) {
  double const bearing = heading_deg * std::numbers::pi / 180;
  return LocalFrame(front).to_geo({-std::sin(bearing) * length_m / 2, -std::cos(bearing) * length_m / 2, 0});
}

void add_motion(HighFrequency const& high, Vehicle& v) {
  if (high.heading.value < 3600) v.heading_deg = 0.1F * high.heading.value;
  if (high.heading.value < 3600)
    v.course_deg = high.direction == 1 ? std::fmod(*v.heading_deg + 180, 360.0F) : *v.heading_deg;
  if (high.speed.value != 16'383) v.speed_mps = 0.01F * high.speed.value;
  if (high.yaw_rate != 32'767) v.turn_rate_dps = -0.01F * high.yaw_rate; // positive to the left there
  if (high.length.value < 1022) v.length_m = 0.1F * high.length.value;
  if (high.width < 61) v.width_m = 0.1F * high.width;
}

/// The light bar or siren of an emergency vehicle in use.
bool in_emergency(Cam const& cam) {
  return cam.special && cam.special->kind == kEmergency && cam.special->light_bar_siren.value != 0;
}

bool is_known(ReferencePosition const& p) {
  return p.lat != kLatitude.high && p.lon != kLongitude.high;
}

} // namespace

void add_facts(Cam const& cam, Instant arrival, Facts& out) {
  out.message = "cam";
  if (cam.station_type == kRoadSideUnit || cam.container != 0) return;
  if (!is_known(cam.position)) return void(++out.without_position);
  auto& v = out.vehicles.emplace_back();
  v.entity = fmt::format("cam:{}", cam.header.station);
  v.at = at_generation_delta_time(arrival, cam.time);
  v.timed = true;
  v.position = {cam.position.lon * kDegrees, cam.position.lat * kDegrees};
  v.sigma_m = sigma(cam.position);
  if (cam.position.altitude < 800'000) v.altitude_m = 0.01F * static_cast<float>(cam.position.altitude);
  add_motion(cam.high, v);
  if (v.heading_deg && v.length_m) v.position = middle(v.position, *v.heading_deg, *v.length_m);
  v.type = in_emergency(cam) ? "emergency" : type_of_station(cam.station_type);
}

void add_facts(Denm const& denm, Instant arrival, Facts& out) {
  out.message = "denm";
  auto const& m = denm.management;
  auto& event = out.events.emplace_back();
  event.entity = fmt::format("denm:{}.{}", m.station, m.sequence);
  auto const at = from_its_timestamp(m.reference);
  event.at = at <= arrival + kMostAhead ? at : arrival;
  if (is_known(m.position)) event.position = GeoPoint{m.position.lon * kDegrees, m.position.lat * kDegrees};
  event.quantity = "denm_cause";
  if (!m.termination && denm.situation) event.code = denm.situation->event.cause;
}

} // namespace dalian::v2x
