// Reads the tables of GTFS Schedule (gtfs.org/schedule/reference), one function a table.
#include "connectors/gtfs/csv.hpp"
#include "connectors/gtfs/schedule.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace dalian::gtfs {
namespace {

template <class Number>
std::optional<Number> parse(std::string_view text) {
  Number value{};
  auto const* const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<GeoPoint> parse_place(std::string_view lon, std::string_view lat) {
  auto const x = parse<double>(lon), y = parse<double>(lat);
  if (!x || !y || !(std::abs(*x) <= 180) || !(std::abs(*y) <= 90)) return std::nullopt;
  return GeoPoint{*x, *y};
}

} // namespace

class ScheduleReader {
 public:
  explicit ScheduleReader(Archive& archive) : archive_(archive) {}

  Result<Schedule> read() {
    struct Table {
      char const* name;
      bool needed;
      void (ScheduleReader::*take)(CsvReader&);
    };
    constexpr Table kTables[] = {{"agency", true, &ScheduleReader::agency},
                                 {"stops", true, &ScheduleReader::stops},
                                 {"routes", true, &ScheduleReader::routes},
                                 {"shapes", false, &ScheduleReader::shapes},
                                 {"trips", true, &ScheduleReader::trips},
                                 {"stop_times", true, &ScheduleReader::stop_times},
                                 {"frequencies", false, &ScheduleReader::frequencies}};
    for (auto const& [name, needed, take] : kTables) {
      auto text = archive_.read(fmt::format("{}.txt", name));
      if (!text) return Error{text.error()};
      if (!*text && needed) return Error{fmt::format("the schedule has no {}.txt", name)};
      if (!*text) continue;
      table_ = name;
      CsvReader rows(**text);
      (this->*take)(rows);
      if (rows.bad_rows() > 0) out_.counts_.add(table_ + "_bad", rows.bad_rows());
    }
    auto clock = ServiceClock::open(zone_);
    if (!clock) return Error{fmt::format("agency.txt: agency_timezone: {}", clock.error())};
    out_.clock_ = *clock;
    return std::move(out_);
  }

 private:
  void good() { out_.counts_.add(table_); }
  void bad() { out_.counts_.add(table_ + "_bad"); }

  /// Enters a row under its id; false, and counted, when the id is empty or there already.
  template <class Row>
  bool enter(std::vector<Row>& rows, Ids& ids, Row row) {
    bool const fresh = !row.id.empty() && ids.emplace(row.id, static_cast<std::uint32_t>(rows.size())).second;
    fresh ? good() : bad();
    if (fresh) rows.push_back(std::move(row));
    return fresh;
  }

  void widen(GeoPoint p) {
    auto& a = out_.area_;
    a = {std::min(a.west, p.lon_deg), std::max(a.east, p.lon_deg), std::min(a.south, p.lat_deg),
         std::max(a.north, p.lat_deg)};
  }

  void agency(CsvReader& rows) {
    auto const id = rows.column("agency_id"), zone = rows.column("agency_timezone");
    while (rows.next()) {
      out_.agency_ids_.emplace(rows.field(id), 0);
      if (zone_.empty()) zone_ = rows.field(zone); // by the standard all agencies of a schedule share it
      good();
    }
  }

  void stops(CsvReader& rows) {
    auto const id = rows.column("stop_id"), name = rows.column("stop_name"), lon = rows.column("stop_lon"),
               lat = rows.column("stop_lat"), type = rows.column("location_type");
    while (rows.next()) {
      Stop stop{std::string(rows.field(id)),
                std::string(rows.field(name)),
                {},
                false,
                parse<int>(rows.field(type)).value_or(0)};
      if (auto const place = parse_place(rows.field(lon), rows.field(lat))) {
        stop.place = *place;
        stop.has_place = true;
        widen(*place);
      }
      enter(out_.stops_, out_.stop_ids_, std::move(stop));
    }
  }

  void routes(CsvReader& rows) {
    auto const id = rows.column("route_id"), agency = rows.column("agency_id"),
               short_name = rows.column("route_short_name"), long_name = rows.column("route_long_name"),
               type = rows.column("route_type");
    while (rows.next())
      enter(out_.routes_, out_.route_ids_,
            Route{std::string(rows.field(id)), std::string(rows.field(agency)), std::string(rows.field(short_name)),
                  std::string(rows.field(long_name)), parse<int>(rows.field(type)).value_or(-1)});
  }

  void shapes(CsvReader& rows) {
    struct Point {
      std::uint32_t shape, sequence;
      GeoPoint place;
    };
    auto const id = rows.column("shape_id"), lon = rows.column("shape_pt_lon"), lat = rows.column("shape_pt_lat"),
               sequence = rows.column("shape_pt_sequence");
    std::vector<Point> points;
    while (rows.next()) {
      auto const place = parse_place(rows.field(lon), rows.field(lat));
      auto const order = parse<std::uint32_t>(rows.field(sequence));
      if (!place || !order || rows.field(id).empty()) {
        bad();
        continue;
      }
      auto const shape = static_cast<std::uint32_t>(out_.shape_ids_.size());
      points.push_back({out_.shape_ids_.emplace(rows.field(id), shape).first->second, *order, *place});
      widen(*place);
      good();
    }
    std::ranges::stable_sort(points, {}, [](Point const& p) { return std::pair(p.shape, p.sequence); });
    out_.shapes_.resize(out_.shape_ids_.size());
    for (auto const& p : points)
      out_.shapes_[p.shape].push_back(p.place);
  }

  void trips(CsvReader& rows) {
    auto const id = rows.column("trip_id"), route = rows.column("route_id"), headsign = rows.column("trip_headsign"),
               direction = rows.column("direction_id"), shape = rows.column("shape_id");
    while (rows.next()) {
      auto const r = out_.route_ids_.find(rows.field(route));
      if (r == out_.route_ids_.end()) {
        bad();
        continue;
      }
      Trip trip;
      trip.id = rows.field(id);
      trip.headsign = rows.field(headsign);
      trip.route = {r->second};
      trip.direction = parse<int>(rows.field(direction)).value_or(-1);
      auto const s = out_.shape_ids_.find(rows.field(shape));
      if (s != out_.shape_ids_.end()) trip.shape = s->second;
      enter(out_.trips_, out_.trip_ids_, std::move(trip));
    }
  }

  void stop_times(CsvReader& rows) {
    struct Row {
      std::uint32_t trip;
      StopTime time;
    };
    auto const trip = rows.column("trip_id"), stop = rows.column("stop_id"), sequence = rows.column("stop_sequence"),
               arrival = rows.column("arrival_time"), departure = rows.column("departure_time");
    std::vector<Row> all;
    while (rows.next()) {
      auto const t = out_.trip_ids_.find(rows.field(trip));
      auto const s = out_.stop_ids_.find(rows.field(stop));
      auto const order = parse<std::uint32_t>(rows.field(sequence));
      if (t == out_.trip_ids_.end() || s == out_.stop_ids_.end() || !order) {
        bad();
        continue;
      }
      auto const time = [&](auto column) { return parse_clock(rows.field(column)).value_or(StopTime::kNone); };
      all.push_back({t->second, {{s->second}, *order, time(arrival), time(departure)}});
      good();
    }
    std::ranges::stable_sort(all, {}, [](Row const& r) { return std::pair(r.trip, r.time.sequence); });
    out_.stop_times_.reserve(all.size());
    for (auto const& [t, time] : all) {
      auto& owner = out_.trips_[t];
      if (owner.stop_times++ == 0) owner.first_stop_time = static_cast<std::uint32_t>(out_.stop_times_.size());
      out_.stop_times_.push_back(time);
    }
  }

  void frequencies(CsvReader& rows) {
    auto const trip = rows.column("trip_id"), start = rows.column("start_time"), end = rows.column("end_time"),
               headway = rows.column("headway_secs"), exact = rows.column("exact_times");
    while (rows.next()) {
      auto const t = out_.trip_ids_.find(rows.field(trip));
      auto const from = parse_clock(rows.field(start)), to = parse_clock(rows.field(end));
      auto const every = parse<std::int32_t>(rows.field(headway));
      bool const sound = t != out_.trip_ids_.end() && from && to && every && *every > 0;
      sound ? good() : bad();
      if (sound) out_.trips_[t->second].frequencies.push_back({*from, *to, *every, rows.field(exact) == "1"});
    }
  }

  Archive& archive_;
  Schedule out_;
  std::string zone_, table_;
};

Result<Schedule> Schedule::read(Archive& archive) {
  return ScheduleReader(archive).read();
}

} // namespace dalian::gtfs
