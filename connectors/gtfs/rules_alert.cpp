// Rules on alerts.
#include "connectors/gtfs/rules.hpp"

namespace dalian::gtfs {
namespace {

bool names_something(proto::EntitySelector const& s) {
  return s.has_agency_id() || s.has_route_id() || s.has_route_type() || s.has_trip() || s.has_stop_id();
}

void check_informed(proto::EntitySelector const& informed, std::string const& where, RuleContext const& context,
                    Findings& findings) {
  if (!names_something(informed)) findings.add("E033", where);
  bool const both = informed.has_route_id() && informed.trip().has_route_id();
  if (both && informed.route_id() != informed.trip().route_id()) findings.add("E031", where);
  if (informed.has_trip()) check_trip(informed.trip(), where, context, findings);
  if (context.schedule == nullptr) return;
  auto const& schedule = *context.schedule;
  if (informed.has_agency_id() && !schedule.has_agency(informed.agency_id())) findings.add("E034", where);
  if (informed.has_route_id() && schedule.route(informed.route_id()) == nullptr) findings.add("E004", where);
  if (informed.has_stop_id() && schedule.stop(informed.stop_id()) == nullptr) findings.add("E011", where);
  auto const* const trip = schedule.trip(informed.trip().trip_id());
  if (trip != nullptr && informed.has_route_id() && schedule.at(trip->route).id != informed.route_id())
    findings.add("E030", where);
}

} // namespace

void check_alert(proto::Alert const& alert, std::string const& where, RuleContext const& context, Findings& findings) {
  if (alert.informed_entity_size() == 0) findings.add("E032", where);
  for (auto const& informed : alert.informed_entity())
    check_informed(informed, where, context, findings);
  for (auto const& period : alert.active_period())
    for (auto const t : {period.start(), period.end()})
      if (t != 0 && !is_posix(static_cast<std::int64_t>(t))) findings.add("E001", where);
}

} // namespace dalian::gtfs
