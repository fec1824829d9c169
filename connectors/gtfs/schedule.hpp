#pragma once
// The timetable a realtime feed refers to: tables of GTFS Schedule by index, found by id. Read once, then constant:
// live data is laid over it, never into it.
#include "connectors/gtfs/archive.hpp"
#include "connectors/gtfs/service_time.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/geo.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dalian::gtfs {

/// Place in one table of the schedule.
template <class Row>
struct Index {
  std::uint32_t value = 0;
  bool operator==(Index const&) const = default;
};

struct Stop {
  std::string id, name;
  GeoPoint place;
  bool has_place = false;
  int location_type = 0; // 0 stop or platform, 1 station, 2 entrance, 3 node, 4 boarding area
};
struct Route {
  std::string id, agency, short_name, long_name;
  int type = -1; // 0 tram, 1 metro, 2 rail, 3 bus, 4 ferry, …; -1 = not said
};
struct StopTime {
  Index<Stop> stop;
  std::uint32_t sequence = 0;
  std::int32_t arrival_s = kNone, departure_s = kNone; // of the service day
  static constexpr std::int32_t kNone = INT32_MIN;
};
struct Frequency {
  std::int32_t start_s = 0, end_s = 0, headway_s = 0;
  bool exact = false;
};
struct Trip {
  std::string id, headsign;
  Index<Route> route;
  int direction = -1; // -1 = not said
  std::uint32_t shape = kNoShape;
  std::uint32_t first_stop_time = 0, stop_times = 0;
  std::vector<Frequency> frequencies;
  static constexpr std::uint32_t kNoShape = UINT32_MAX;
};
using Shape = std::vector<GeoPoint>;

/// Ids of a table; never iterated.
struct IdHash : std::hash<std::string_view> {
  using is_transparent = void;
};
using Ids = std::unordered_map<std::string, std::uint32_t, IdHash, std::equal_to<>>;

struct Area {
  double west = 180, east = -180, south = 90, north = -90;
};

class Schedule {
 public:
  /// Reads agency, stops, routes, trips, stop_times and, where they are, frequencies and shapes. Damaged rows are left
  /// out and counted; a table that must be there and is not, is an error.
  static Result<Schedule> read(Archive& archive);

  Stop const* stop(std::string_view id) const { return find(stops_, stop_ids_, id); }
  Route const* route(std::string_view id) const { return find(routes_, route_ids_, id); }
  Trip const* trip(std::string_view id) const { return find(trips_, trip_ids_, id); }
  bool has_agency(std::string_view id) const { return agency_ids_.find(id) != agency_ids_.end(); }

  Stop const& at(Index<Stop> i) const { return stops_[i.value]; }
  Route const& at(Index<Route> i) const { return routes_[i.value]; }
  /// In the order of their stop_sequence.
  std::span<StopTime const> stop_times(Trip const& trip) const {
    return {stop_times_.data() + trip.first_stop_time, trip.stop_times};
  }
  /// Null when the trip names none.
  Shape const* shape(Trip const& trip) const { return trip.shape == Trip::kNoShape ? nullptr : &shapes_[trip.shape]; }
  /// Around all stops and shapes.
  Area const& area() const { return area_; }
  ServiceClock const& clock() const { return *clock_; }
  /// Rows by table, and damaged ones: "stops", "stops_bad".
  Counters const& counts() const { return counts_; }

 private:
  template <class Row>
  static Row const* find(std::vector<Row> const& rows, Ids const& ids, std::string_view id) {
    auto const it = ids.find(id);
    return it == ids.end() ? nullptr : &rows[it->second];
  }
  friend class ScheduleReader; // schedule_tables.cpp

  std::vector<Stop> stops_;
  std::vector<Route> routes_;
  std::vector<Trip> trips_;
  std::vector<StopTime> stop_times_;
  std::vector<Shape> shapes_;
  Ids stop_ids_, route_ids_, trip_ids_, agency_ids_, shape_ids_;
  std::optional<ServiceClock> clock_;
  Area area_;
  Counters counts_;
};

/// Metres from `p` to the nearest point of the line, on the tangent plane at `p`; for lines within some 50 km of it.
double distance_to_line_m(GeoPoint p, Shape const& line);

} // namespace dalian::gtfs
