#include "connectors/roads/bus_documents.hpp"

#include "connectors/gtfs/realtime.pb.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <zip.h>

namespace dalian::roads {
namespace {

namespace proto = gtfs::proto;

constexpr double kDwell_s = 20;

/// A day of the timetable: where its seconds begin, and the date that names it.
struct ServiceDay {
  std::int64_t midnight_s = 0; // POSIX, local midnight of the date
  std::int64_t story_s = 0;    // POSIX, what second 0 of the story's day is in documents
  std::string date;            // "20261127"
  int seconds(double of_story) const {
    return static_cast<int>(std::lround(of_story)) + static_cast<int>(story_s - midnight_s);
  }
};

ServiceDay service_day(synth::DayStory const& story, Instant now, Duration shift) {
  auto const posix = [](Instant t) { return to_unix_ns(t) / 1'000'000'000; };
  Instant const begin = story.midnight(now) + shift;
  auto const midnight = story.midnight(begin);
  auto const local = format_utc(midnight + from_seconds(story.utc_offset_s)); // "2026-11-27T00:00:00Z"
  return {posix(midnight), posix(begin), local.substr(0, 4) + local.substr(5, 2) + local.substr(8, 2)};
}

std::string clock_text(int s) {
  return fmt::format("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

using Tables = std::vector<std::pair<std::string, std::string>>;

std::string stops_table(BusLines const& buses) {
  std::string text = "stop_id,stop_name,stop_lat,stop_lon,location_type\n";
  std::set<std::string> told;
  for (auto const& line : buses.lines())
    for (auto const& stop : line.stops)
      if (told.insert(stop.plan.id).second)
        text += fmt::format("{},\"{}\",{:.6f},{:.6f},0\n", stop.plan.id, stop.plan.name, stop.kerb.lat_deg,
                            stop.kerb.lon_deg);
  return text;
}

std::string stop_times_table(BusLines const& buses, ServiceDay const& day) {
  std::string text = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";
  for (auto const& trip : buses.trips()) {
    auto const& line = buses.lines()[trip.line];
    for (std::size_t i = 0; i <= line.stops.size(); ++i) {
      int const leave = day.seconds(trip.leave_s + line.after_s[i]);
      bool const through = i > 0 && i < line.stops.size();
      text += fmt::format("{},{},{},{},{}\n", trip.id, clock_text(through ? leave - static_cast<int>(kDwell_s) : leave),
                          clock_text(leave), line.stops[i % line.stops.size()].plan.id, i + 1);
    }
  }
  return text;
}

Tables tables_of(BusLines const& buses, ServiceDay const& day) {
  std::string routes = "route_id,agency_id,route_short_name,route_long_name,route_type\n";
  std::string trips = "route_id,service_id,trip_id,trip_headsign,direction_id,shape_id\n";
  std::string shapes = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n";
  for (auto const& line : buses.lines()) {
    routes += fmt::format("{0},SYN,{0},\"{1}\",3\n", line.plan->id, line.plan->name);
    for (std::size_t i = 0; i < line.shape.size(); ++i) {
      auto const p = to_geo(line.shape[i]);
      shapes += fmt::format("{},{:.6f},{:.6f},{}\n", line.plan->id, p.lat_deg, p.lon_deg, i + 1);
    }
  }
  for (auto const& trip : buses.trips()) {
    auto const& plan = *buses.lines()[trip.line].plan;
    trips += fmt::format("{0},daily,{1},\"{2}\",0,{0}\n", plan.id, trip.id, plan.stops.front().name);
  }
  return {{"agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nSYN,Synthetic buses,https://example.org,"
                         "Asia/Shanghai\n"},
          {"calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
                           "daily,1,1,1,1,1,1,1," +
                               day.date + ",20991231\n"},
          {"stops.txt", stops_table(buses)},
          {"routes.txt", std::move(routes)},
          {"trips.txt", std::move(trips)},
          {"stop_times.txt", stop_times_table(buses, day)},
          {"shapes.txt", std::move(shapes)}};
}

/// libzip into memory; the same tables give the same bytes, for every entry has the same time.
std::string zipped(Tables const& tables) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* const zip = target == nullptr ? nullptr : zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (zip == nullptr) throw std::runtime_error("the schedule cannot be packed");
  zip_source_keep(target);
  for (auto const& [name, text] : tables) {
    auto* const source = zip_source_buffer(zip, text.data(), text.size(), 0);
    auto const index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    zip_file_set_dostime(zip, static_cast<zip_uint64_t>(index), 0, 0x5A21, 0);
  }
  if (zip_close(zip) != 0 || zip_source_open(target) != 0) throw std::runtime_error("the schedule cannot be packed");
  zip_source_seek(target, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(target)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

proto::FeedMessage new_feed(std::int64_t now_s) {
  proto::FeedMessage feed;
  feed.mutable_header()->set_gtfs_realtime_version("2.0");
  feed.mutable_header()->set_incrementality(proto::FeedHeader::FULL_DATASET);
  feed.mutable_header()->set_timestamp(static_cast<std::uint64_t>(now_s));
  return feed;
}

struct BusView {
  BusTrip const& trip;
  BusLine const& line;
  RunningBus const& bus;
  ServiceDay const& day;
  std::int64_t now_s;

  void describe(proto::TripDescriptor& t, proto::VehicleDescriptor& v) const {
    t.set_trip_id(trip.id);
    t.set_route_id(line.plan->id);
    t.set_start_date(day.date);
    t.set_schedule_relationship(proto::TripDescriptor::SCHEDULED);
    v.set_id("syn-" + trip.id);
    v.set_label(trip.id);
  }
  std::int64_t scheduled_s(std::size_t stop) const {
    return day.midnight_s + day.seconds(trip.leave_s + line.after_s[stop]);
  }
  BusStop const& stop(std::size_t i) const { return line.stops[i % line.stops.size()]; }
};

/// A bus that its lane led astray is off its route: it is not told until it is back.
bool is_on_route(BusView const& b, Traffic const& traffic) {
  constexpr double kOff_m = 150;
  auto const at = traffic.pose(traffic.movers()[b.bus.slot]).centre;
  return std::ranges::any_of(b.line.shape, [&](MapPoint p) { return distance_m(p, at) < kOff_m; });
}

void add_position(BusView const& b, Traffic const& traffic, proto::FeedMessage& feed) {
  auto const& mover = traffic.movers()[b.bus.slot];
  auto const pose = traffic.pose(mover);
  auto const place = to_geo(pose.centre);
  auto& entity = *feed.add_entity();
  entity.set_id(b.trip.id);
  auto& vehicle = *entity.mutable_vehicle();
  b.describe(*vehicle.mutable_trip(), *vehicle.mutable_vehicle());
  auto& position = *vehicle.mutable_position();
  position.set_latitude(static_cast<float>(place.lat_deg));
  position.set_longitude(static_cast<float>(place.lon_deg));
  double const bearing = (pose.heading_rad + meridian_convergence_rad(place)) * 180 / 3.14159265358979;
  position.set_bearing(static_cast<float>(std::fmod(bearing + 720, 360)));
  position.set_speed(static_cast<float>(mover.speed_mps));
  vehicle.set_timestamp(static_cast<std::uint64_t>(b.now_s));
  vehicle.set_current_stop_sequence(b.bus.next_stop + 1);
  vehicle.set_stop_id(b.stop(b.bus.next_stop).plan.id);
  vehicle.set_current_status(b.bus.at_stop ? proto::VehiclePosition::STOPPED_AT
                                           : proto::VehiclePosition::IN_TRANSIT_TO);
}

void add_update(BusView const& b, proto::FeedMessage& feed) {
  auto& entity = *feed.add_entity();
  entity.set_id(b.trip.id);
  auto& update = *entity.mutable_trip_update();
  b.describe(*update.mutable_trip(), *update.mutable_vehicle());
  update.set_timestamp(static_cast<std::uint64_t>(b.now_s));
  // Who is later than his delay says cannot be on time any more.
  auto const behind = b.now_s - b.scheduled_s(b.bus.next_stop);
  auto const delay = std::max<std::int64_t>(std::llround(b.bus.delay_s), behind);
  for (std::size_t i = b.bus.next_stop; i <= b.line.stops.size(); ++i) {
    auto& stop = *update.add_stop_time_update();
    stop.set_stop_sequence(static_cast<std::uint32_t>(i + 1));
    stop.set_stop_id(b.stop(i).plan.id);
    bool const through = i < b.line.stops.size();
    stop.mutable_arrival()->set_time(b.scheduled_s(i) + delay - (through ? static_cast<std::int64_t>(kDwell_s) : 0));
    stop.mutable_arrival()->set_delay(static_cast<std::int32_t>(delay));
    stop.mutable_departure()->set_time(b.scheduled_s(i) + delay);
    stop.mutable_departure()->set_delay(static_cast<std::int32_t>(delay));
  }
}

void add_alert(BusLines const& buses, proto::FeedMessage& feed) {
  auto& entity = *feed.add_entity();
  entity.set_id("collision");
  auto& alert = *entity.mutable_alert();
  for (auto const& line : buses.lines())
    alert.add_informed_entity()->set_route_id(line.plan->id);
  alert.set_cause(proto::Alert::ACCIDENT);
  alert.set_effect(proto::Alert::SIGNIFICANT_DELAYS);
  auto& text = *alert.mutable_header_text()->add_translation();
  text.set_text("Collision on the corridor: buses are late");
  text.set_language("en");
}

} // namespace

std::string write_schedule(BusLines const& buses, Instant now, Duration shift) {
  return zipped(tables_of(buses, service_day(buses.story(), now, shift)));
}

void write_realtime(BusMoment const& moment, BusDocuments& documents) {
  Instant const now{from_seconds(moment.traffic.now_s())};
  auto const now_s = to_unix_ns(now + moment.shift) / 1'000'000'000;
  auto const day = service_day(moment.buses.story(), now, moment.shift);
  auto vehicles = new_feed(now_s), trips = new_feed(now_s), alerts = new_feed(now_s);
  for (auto const& bus : moment.buses.running()) {
    auto const& trip = moment.buses.trips()[bus.trip];
    BusView const view{trip, moment.buses.lines()[trip.line], bus, day, now_s};
    if (!is_on_route(view, moment.traffic)) continue;
    add_position(view, moment.traffic, vehicles);
    add_update(view, trips);
  }
  if (moment.collision) add_alert(moment.buses, alerts);
  documents.vehicles = vehicles.SerializeAsString();
  documents.trips = trips.SerializeAsString();
  documents.alerts = alerts.SerializeAsString();
}

} // namespace dalian::roads
