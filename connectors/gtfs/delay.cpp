// How late a trip is at its next stop, from a delay that is told or a time that is compared with the schedule.
#include "connectors/gtfs/to_wire.hpp"

#include <algorithm>
#include <cstdlib>

namespace dalian::gtfs {
namespace {

using Stu = proto::TripUpdate::StopTimeUpdate;

proto::StopTimeEvent const& last_event(Stu const& stu) {
  return stu.has_departure() ? stu.departure() : stu.arrival();
}

/// The first stop whose times are not past; else the last that has any.
Stu const* next_stop(proto::TripUpdate const& update, std::int64_t now_s) {
  Stu const* last = nullptr;
  for (auto const& stu : update.stop_time_update()) {
    bool const told = stu.has_arrival() || stu.has_departure();
    if (!told || stu.schedule_relationship() != Stu::SCHEDULED) continue;
    last = &stu;
    if (last_event(stu).time() >= now_s || !last_event(stu).has_time()) return last;
  }
  return last;
}

std::int32_t scheduled_s(Schedule const& schedule, Trip const& trip, Stu const& stu) {
  for (auto const& visit : schedule.stop_times(trip)) {
    bool const same =
        stu.has_stop_sequence() ? visit.sequence == stu.stop_sequence() : schedule.at(visit.stop).id == stu.stop_id();
    if (same) return stu.has_departure() ? visit.departure_s : visit.arrival_s;
  }
  return StopTime::kNone;
}

/// The told time minus the scheduled one on the service day that makes it smallest, unless the trip says its day.
std::optional<double> compared(proto::TripUpdate const& update, Stu const& stu, Schedule const& schedule) {
  auto const* const trip = schedule.trip(update.trip().trip_id());
  if (trip == nullptr || !trip->frequencies.empty()) return std::nullopt; // by frequency: no times of its own
  auto const planned = scheduled_s(schedule, *trip, stu);
  if (planned == StopTime::kNone) return std::nullopt;
  auto const told = last_event(stu).time();
  auto const late = [&](ServiceDay day) { return static_cast<double>(told - schedule.clock().to_posix(day, planned)); };
  if (auto const day = parse_day(update.trip().start_date())) return late(*day);
  std::optional<double> best;
  for (int const days : {-1, 0, 1}) {
    double const seconds = late(schedule.clock().day_at(told + days * 86'400));
    if (!best || std::abs(seconds) < std::abs(*best)) best = seconds;
  }
  return best;
}

} // namespace

std::optional<Delay> delay_of(proto::TripUpdate const& update, Schedule const* schedule, std::int64_t now_s) {
  auto const* const stu = next_stop(update, now_s);
  if (stu != nullptr) {
    auto const& event = last_event(*stu);
    if (event.has_delay()) return Delay{static_cast<double>(event.delay()), stu};
    // Times outside any calendar would overflow the arithmetic on days.
    bool const sound = event.has_time() && event.time() > 0 && event.time() < 4'102'444'800;
    auto const seconds = schedule != nullptr && sound ? compared(update, *stu, *schedule) : std::nullopt;
    if (seconds) return Delay{*seconds, stu};
  }
  if (update.has_delay()) return Delay{static_cast<double>(update.delay()), nullptr};
  return std::nullopt;
}

} // namespace dalian::gtfs
