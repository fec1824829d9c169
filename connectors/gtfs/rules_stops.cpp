// Rules on the stop times of a trip update.
#include "connectors/gtfs/rules.hpp"

#include <algorithm>

namespace dalian::gtfs {
namespace {

using Stu = proto::TripUpdate::StopTimeUpdate;

struct StopCheck {
  proto::TripUpdate const& update;
  std::string const& where;
  RuleContext const& context;
  Findings& findings;
  Trip const* trip = nullptr; // of the schedule

  void add(char const* code) const { findings.add(code, where); }
};

void check_event(StopCheck const& c, Stu const& stu, proto::StopTimeEvent const& event) {
  if (stu.schedule_relationship() == Stu::NO_DATA) return c.add("E042");
  if (!event.has_delay() && !event.has_time()) c.add("E044");
  if (event.has_time() && !is_posix(event.time())) c.add("E001");
}

void check_events(StopCheck const& c, Stu const& stu) {
  bool const silent = stu.schedule_relationship() == Stu::SKIPPED || stu.schedule_relationship() == Stu::NO_DATA;
  if (!stu.has_arrival() && !stu.has_departure() && !silent) c.add("E043");
  if (stu.has_arrival()) check_event(c, stu, stu.arrival());
  if (stu.has_departure()) check_event(c, stu, stu.departure());
  bool const both = stu.arrival().has_time() && stu.departure().has_time();
  if (both && stu.departure().time() < stu.arrival().time()) c.add("E025");
}

void check_stop(StopCheck const& c, Stu const& stu) {
  if (!stu.has_stop_id() && !stu.has_stop_sequence()) c.add("E040");
  if (c.context.schedule == nullptr || !stu.has_stop_id()) return;
  auto const* const stop = c.context.schedule->stop(stu.stop_id());
  if (stop == nullptr)
    c.add("E011");
  else if (stop->location_type != 0)
    c.add("E015");
}

/// The scheduled visit that a stop time update speaks of; null when the schedule has none.
StopTime const* find_visit(std::span<StopTime const> times, Stu const& stu, Schedule const& schedule) {
  auto const fits = [&](StopTime const& t) {
    return stu.has_stop_sequence() ? t.sequence == stu.stop_sequence() : schedule.at(t.stop).id == stu.stop_id();
  };
  auto const it = std::ranges::find_if(times, fits);
  return it == times.end() ? nullptr : &*it;
}

void check_visit(StopCheck const& c, Stu const& stu) {
  auto const& schedule = *c.context.schedule;
  auto const times = schedule.stop_times(*c.trip);
  auto const* const visit = find_visit(times, stu, schedule);
  if (visit == nullptr) {
    if (stu.has_stop_sequence()) c.add("E051");
    return;
  }
  if (stu.has_stop_id() && schedule.at(visit->stop).id != stu.stop_id()) c.add("E045");
  auto const only_delay = [](proto::StopTimeEvent const& e) { return e.has_delay() && !e.has_time(); };
  bool const no_time = (only_delay(stu.arrival()) && visit->arrival_s == StopTime::kNone) ||
                       (only_delay(stu.departure()) && visit->departure_s == StopTime::kNone);
  if (no_time) c.add("E046");
  if (stu.has_stop_sequence()) return;
  auto const visits =
      std::ranges::count_if(times, [&](StopTime const& t) { return schedule.at(t.stop).id == stu.stop_id(); });
  if (visits > 1) c.add("E009");
}

/// The latest time that is told of a stop; 0 = none.
std::int64_t last_time(Stu const& stu) {
  return stu.departure().has_time() ? stu.departure().time() : stu.arrival().time();
}
std::int64_t first_time(Stu const& stu) {
  return stu.arrival().has_time() ? stu.arrival().time() : stu.departure().time();
}

void check_order(StopCheck const& c, Stu const& before, Stu const& stu) {
  if (before.has_stop_sequence() && stu.has_stop_sequence()) {
    if (stu.stop_sequence() < before.stop_sequence()) c.add("E002");
    if (stu.stop_sequence() == before.stop_sequence()) c.add("E036");
  }
  if (stu.has_stop_id() && stu.stop_id() == before.stop_id()) c.add("E037");
  if (last_time(before) != 0 && first_time(stu) != 0 && first_time(stu) <= last_time(before)) c.add("E022");
}

} // namespace

void check_stop_times(proto::TripUpdate const& update, std::string const& where, RuleContext const& context,
                      Findings& findings) {
  StopCheck c{update, where, context, findings};
  if (context.schedule != nullptr) c.trip = context.schedule->trip(update.trip().trip_id());
  auto const relation = update.trip().schedule_relationship();
  bool const runs = relation != proto::TripDescriptor::CANCELED && relation != proto::TripDescriptor::DELETED;
  if (update.stop_time_update_size() == 0 && runs && !update.has_delay()) c.add("E041");
  Stu const* before = nullptr;
  for (auto const& stu : update.stop_time_update()) {
    check_stop(c, stu);
    check_events(c, stu);
    if (c.trip != nullptr && !is_outside_schedule(update.trip())) check_visit(c, stu);
    if (before != nullptr) check_order(c, *before, stu);
    before = &stu;
  }
}

} // namespace dalian::gtfs
