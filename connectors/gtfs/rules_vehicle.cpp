// Rules on the position of a vehicle.
#include "connectors/gtfs/rules.hpp"

#include <cmath>
#include <numbers>

namespace dalian::gtfs {
namespace {

constexpr double kOutside_m = 1609; // E028: a mile around the schedule
constexpr double kOffShape_m = 200; // E029
constexpr float kFastest_mps = 26;  // W004: the validator's 60 miles per hour

bool is_place(proto::Position const& p) {
  bool const within = std::abs(p.latitude()) <= 90 && std::abs(p.longitude()) <= 180; // false for NaN
  return within && (p.latitude() != 0 || p.longitude() != 0);
}

bool is_outside(GeoPoint p, Area const& area) {
  double const north = kOutside_m / (6'371'008.8 * std::numbers::pi / 180);
  double const east = north / std::cos(p.lat_deg * std::numbers::pi / 180);
  return p.lon_deg < area.west - east || p.lon_deg > area.east + east || p.lat_deg < area.south - north ||
         p.lat_deg > area.north + north;
}

void check_position(proto::VehiclePosition const& vehicle, std::string const& where, RuleContext const& context,
                    Findings& findings) {
  auto const& position = vehicle.position();
  if (position.has_bearing() && !(position.bearing() >= 0 && position.bearing() <= 360)) findings.add("E027", where);
  if (position.has_speed() && !(position.speed() >= 0 && position.speed() <= kFastest_mps)) findings.add("W004", where);
  if (!is_place(position)) return findings.add("E026", where);
  if (context.schedule == nullptr) return;
  GeoPoint const place{position.longitude(), position.latitude()};
  if (is_outside(place, context.schedule->area())) return findings.add("E028", where);
  auto const* const trip = context.schedule->trip(vehicle.trip().trip_id());
  auto const* const shape = trip == nullptr ? nullptr : context.schedule->shape(*trip);
  if (shape != nullptr && distance_to_line_m(place, *shape) > kOffShape_m) findings.add("E029", where);
}

} // namespace

void check_vehicle(proto::VehiclePosition const& vehicle, std::string const& where, RuleContext const& context,
                   Findings& findings) {
  check_timestamp(vehicle.timestamp(), where, context, findings);
  if (vehicle.vehicle().id().empty()) findings.add("W002", where);
  if (vehicle.has_trip()) check_trip(vehicle.trip(), where, context, findings);
  if (vehicle.has_position()) check_position(vehicle, where, context, findings);
  if (vehicle.has_stop_id() && context.schedule != nullptr && context.schedule->stop(vehicle.stop_id()) == nullptr)
    findings.add("E011", where);
}

} // namespace dalian::gtfs
