#pragma once
// A schedule of two bus routes in Jinzhou and a feed that keeps every rule: what tests change one thing at a time.
#include "connectors/gtfs/realtime.pb.h"
#include "connectors/gtfs/schedule.hpp"

#include <map>
#include <stdexcept>

namespace dalian::gtfs::test {

/// Tables by name, as a folder or a zip would hold them.
class TextArchive final : public Archive {
 public:
  explicit TextArchive(std::map<std::string, std::string> tables) : tables_(std::move(tables)) {}
  Result<std::optional<std::string>> read(std::string const& name) override {
    auto const it = tables_.find(name);
    return it == tables_.end() ? std::optional<std::string>{} : std::optional(it->second);
  }

 private:
  std::map<std::string, std::string> tables_;
};

inline std::map<std::string, std::string> small_city_tables() {
  return {
      {"agency.txt",
       "agency_id,agency_name,agency_url,agency_timezone\nJZ,Jinzhou Bus,http://localhost,Asia/Shanghai\n"},
      {"stops.txt", "stop_id,stop_name,stop_lat,stop_lon,location_type\n"
                    "A,North Gate,39.10,121.70,0\nB,Harbour,39.10,121.75,0\nC,South Gate,39.10,121.80,\n"
                    "S,Main Station,39.10,121.75,1\n"},
      {"routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\n"
                     "R1,JZ,101,North to South,3\nR2,JZ,,Loop Line,0\n"},
      {"trips.txt", "route_id,service_id,trip_id,direction_id,shape_id\n"
                    "R1,DAY,T1,0,SH\nR2,DAY,LOOP,1,\nR1,DAY,OFTEN,0,\nR1,DAY,EXACT,0,\n"},
      {"stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
                         "T1,08:00:00,08:00:30,A,1\nT1,08:10:00,08:11:00,B,2\nT1,,,C,3\n"
                         "LOOP,09:00:00,09:00:00,A,1\nLOOP,09:10:00,09:10:00,B,2\nLOOP,09:20:00,09:20:00,A,3\n"
                         "OFTEN,06:00:00,06:00:00,A,1\nOFTEN,06:10:00,06:10:00,B,2\n"
                         "EXACT,06:00:00,06:00:00,A,1\nEXACT,06:10:00,06:10:00,B,2\n"},
      {"frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\n"
                          "OFTEN,06:00:00,22:00:00,600,0\nEXACT,06:00:00,22:00:00,600,1\n"},
      {"shapes.txt", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"
                     "SH,39.10,121.80,30\nSH,39.10,121.70,10\nSH,39.10,121.75,20\n"},
  };
}

inline Schedule small_city(std::map<std::string, std::string> const& tables = small_city_tables()) {
  TextArchive archive(tables);
  auto schedule = Schedule::read(archive);
  if (!schedule) throw std::runtime_error(schedule.error());
  return std::move(schedule).value();
}

/// 2026-11-26 08:10:00 in Dalian, when trip T1 should arrive at B.
inline constexpr std::int64_t kNow_s = 1'795'651'800;

/// One bus on trip T1, in time, with its position in entity "v" and its trip update in "u", and an alert "a".
inline proto::FeedMessage good_feed() {
  proto::FeedMessage feed;
  feed.mutable_header()->set_gtfs_realtime_version("2.0");
  feed.mutable_header()->set_incrementality(proto::FeedHeader::FULL_DATASET);
  feed.mutable_header()->set_timestamp(kNow_s);

  auto& v = *feed.add_entity();
  v.set_id("v");
  auto& vehicle = *v.mutable_vehicle();
  auto& trip = *vehicle.mutable_trip();
  trip.set_trip_id("T1");
  trip.set_route_id("R1");
  trip.set_direction_id(0);
  trip.set_start_time("08:00:00");
  trip.set_start_date("20261126");
  trip.set_schedule_relationship(proto::TripDescriptor::SCHEDULED);
  vehicle.mutable_vehicle()->set_id("bus-7");
  vehicle.mutable_vehicle()->set_label("7");
  vehicle.mutable_position()->set_latitude(39.1F);
  vehicle.mutable_position()->set_longitude(121.74F);
  vehicle.mutable_position()->set_bearing(90);
  vehicle.mutable_position()->set_speed(10);
  vehicle.set_timestamp(kNow_s - 5);

  auto& u = *feed.add_entity();
  u.set_id("u");
  auto& update = *u.mutable_trip_update();
  *update.mutable_trip() = trip;
  update.mutable_vehicle()->set_id("bus-7");
  update.set_timestamp(kNow_s - 4);
  auto& b = *update.add_stop_time_update();
  b.set_stop_sequence(2);
  b.set_stop_id("B");
  b.mutable_arrival()->set_time(kNow_s + 60);
  b.mutable_departure()->set_time(kNow_s + 120);
  auto& c = *update.add_stop_time_update();
  c.set_stop_sequence(3);
  c.set_stop_id("C");
  c.mutable_arrival()->set_time(kNow_s + 600);

  auto& a = *feed.add_entity();
  a.set_id("a");
  a.mutable_alert()->set_effect(proto::Alert::DETOUR);
  a.mutable_alert()->add_informed_entity()->set_stop_id("B");
  a.mutable_alert()->mutable_header_text()->add_translation()->set_text("Harbour stop moved");
  return feed;
}

inline proto::VehiclePosition& vehicle_of(proto::FeedMessage& feed) {
  return *feed.mutable_entity(0)->mutable_vehicle();
}
inline proto::TripUpdate& update_of(proto::FeedMessage& feed) {
  return *feed.mutable_entity(1)->mutable_trip_update();
}
inline proto::Alert& alert_of(proto::FeedMessage& feed) {
  return *feed.mutable_entity(2)->mutable_alert();
}

} // namespace dalian::gtfs::test
