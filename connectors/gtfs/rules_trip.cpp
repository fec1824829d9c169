// Rules on the description of a trip.
#include "connectors/gtfs/rules.hpp"

#include <algorithm>

namespace dalian::gtfs {
namespace {

void check_form(proto::TripDescriptor const& trip, std::string const& where, Findings& findings) {
  if (trip.has_start_time() && !parse_clock(trip.start_time())) findings.add("E020", where);
  if (trip.has_start_date() && !parse_day(trip.start_date())) findings.add("E021", where);
  if (!trip.has_schedule_relationship()) findings.add("W009", where);
}

void check_frequency(proto::TripDescriptor const& live, Trip const& trip, std::string const& where,
                     Findings& findings) {
  if (!live.has_start_time() || !live.has_start_date()) findings.add("E006", where);
  bool const exact = trip.frequencies.front().exact;
  bool const unscheduled =
      !live.has_schedule_relationship() || live.schedule_relationship() == proto::TripDescriptor::UNSCHEDULED;
  if (!exact && !unscheduled) findings.add("E013", where);
  auto const start = parse_clock(live.start_time());
  if (!exact || !start) return;
  bool const fits = std::ranges::any_of(trip.frequencies, [&](Frequency const& f) {
    return *start >= f.start_s && *start < f.end_s && (*start - f.start_s) % f.headway_s == 0;
  });
  if (!fits) findings.add("E019", where);
}

void check_against_schedule(proto::TripDescriptor const& live, Trip const& trip, Schedule const& schedule,
                            std::string const& where, Findings& findings) {
  if (live.has_route_id() && schedule.at(trip.route).id != live.route_id()) findings.add("E035", where);
  if (live.has_direction_id() && trip.direction >= 0 && static_cast<int>(live.direction_id()) != trip.direction)
    findings.add("E024", where);
  if (!trip.frequencies.empty()) return check_frequency(live, trip, where, findings);
  auto const times = schedule.stop_times(trip);
  auto const start = parse_clock(live.start_time());
  if (start && !times.empty() && times.front().arrival_s != StopTime::kNone && times.front().arrival_s != *start)
    findings.add("E023", where);
}

} // namespace

void check_trip(proto::TripDescriptor const& trip, std::string const& where, RuleContext const& context,
                Findings& findings) {
  check_form(trip, where, findings);
  if (context.schedule == nullptr) return;
  auto const& schedule = *context.schedule;
  if (trip.has_route_id() && schedule.route(trip.route_id()) == nullptr) findings.add("E004", where);
  if (!trip.has_trip_id()) return;
  auto const* const known = schedule.trip(trip.trip_id());
  bool const added = trip.schedule_relationship() == proto::TripDescriptor::ADDED && trip.has_schedule_relationship();
  if (known != nullptr && added) findings.add("E016", where);
  if (known == nullptr && !is_outside_schedule(trip)) findings.add("E003", where);
  if (known != nullptr) check_against_schedule(trip, *known, schedule, where, findings);
}

} // namespace dalian::gtfs
