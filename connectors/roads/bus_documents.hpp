#pragma once
// The buses as documents: GTFS Schedule as a zip, GTFS Realtime 2.0 as protobuf. Plain bytes; knows no server.
#include "connectors/roads/bus_lines.hpp"

#include <string>

namespace dalian::roads {

struct BusDocuments {
  std::string schedule;                // zip
  std::string vehicles, trips, alerts; // FeedMessage
};

/// `now` of the city's clock, `shift` from it to the times that documents say: the timetable moves with them.
std::string write_schedule(BusLines const& buses, Instant now, Duration shift);

struct BusMoment {
  BusLines const& buses;
  Traffic const& traffic;
  Duration shift;
  bool collision = false; // an alert says so
};
/// Renews all but the schedule.
void write_realtime(BusMoment const& moment, BusDocuments& documents);

} // namespace dalian::roads
