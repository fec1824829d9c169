#include "connectors/gtfs/to_wire.hpp"

#include "connectors/common/teller.hpp"

#include <cmath>
#include <fmt/format.h>

namespace dalian::gtfs {
namespace {

using connectors::Teller;
using connectors::wire_entity;
using connectors::wire_text;

constexpr std::uint64_t kMostAhead_s = 60; // as rule E050
constexpr std::size_t kMostRemembered = 100'000;

/// GTFS route_type, the basic codes and the hundreds of the extended ones, in the twin's words.
std::string_view type_name(int route_type) {
  switch (route_type < 100 ? route_type : route_type / 100) {
  case 0:
  case 9: // extended: tram service
    return "tram";
  case 1:
  case 12: // monorail
    return route_type >= 100 ? "train" : "metro";
  case 2:
    return route_type >= 200 ? "bus" : "train"; // extended 2xx: coach
  case 4:
    return route_type >= 400 ? "metro" : "ferry";
  case 3:
  case 7:
  case 8:
  case 11: // trolleybus
    return "bus";
  case 10:
    return "ferry"; // extended: water transport
  default:
    return "";
  }
}

std::string first_of(std::initializer_list<std::string const*> names) {
  for (auto const* name : names)
    if (!name->empty()) return *name;
  return {};
}

std::string text_of(proto::TranslatedString const& text) {
  return text.translation_size() > 0 ? text.translation(0).text() : std::string();
}

bool is_place(proto::Position const& p) {
  return std::abs(p.latitude()) <= 90 && std::abs(p.longitude()) <= 180 && (p.latitude() != 0 || p.longitude() != 0);
}

bool is_active(proto::Alert const& alert, std::uint64_t now_s) {
  for (auto const& period : alert.active_period())
    if (now_s >= period.start() && (period.end() == 0 || now_s < period.end())) return true;
  return alert.active_period_size() == 0;
}

void fill_fix(proto::Position const& position, Crs crs, wire::Fix& fix) {
  auto const place = to_wgs84({position.longitude(), position.latitude()}, crs);
  fix.set_lon_deg(place.lon_deg);
  fix.set_lat_deg(place.lat_deg);
  fix.set_sigma_m(kVehicleSigma_m);
  bool const bearing = position.has_bearing() && position.bearing() >= 0 && position.bearing() <= 360;
  bool const speed = position.has_speed() && position.speed() >= 0 && position.speed() <= 150;
  if (bearing) fix.set_heading_deg(position.bearing());
  if (speed) fix.set_speed_mps(position.speed());
  if (bearing && speed && position.speed() > 0) fix.set_course_deg(position.bearing());
}

} // namespace

struct Converter::Turn {
  proto::FeedMessage const& feed;
  Instant t_rx;
  std::vector<wire::Observation>& out;
  Counters& details;
  Duration shift;
  std::set<std::string> alerts_seen{};

  /// A time stamp of the feed, or the header's, or the arrival: the first that is not in the future. One from the far
  /// future would outlive all that come after it.
  std::uint64_t stamp(std::uint64_t own) const {
    auto const arrival = static_cast<std::uint64_t>(to_unix_ns(t_rx - shift) / 1'000'000'000);
    for (auto const t : {own, feed.header().timestamp()})
      if (t > 0 && t <= arrival + kMostAhead_s) return t;
    return arrival;
  }
  Instant instant(std::uint64_t stamp_s) const {
    return from_unix_ns(static_cast<std::int64_t>(stamp_s) * 1'000'000'000) + shift;
  }
};

Route const* Converter::route_of(proto::TripDescriptor const& trip) const {
  if (schedule_ == nullptr) return nullptr;
  if (auto const* known = schedule_->trip(trip.trip_id())) return &schedule_->at(known->route);
  return schedule_->route(trip.route_id());
}

std::string Converter::route_name(proto::TripDescriptor const& trip) const {
  auto const* const route = route_of(trip);
  return route == nullptr ? trip.route_id() : first_of({&route->short_name, &route->long_name, &route->id});
}

std::string Converter::stop_name(std::string const& id) const {
  auto const* const stop = schedule_ == nullptr ? nullptr : schedule_->stop(id);
  return stop == nullptr ? id : first_of({&stop->name, &stop->id});
}

/// False for what has been said already.
bool Converter::is_news(Turn& turn, std::string const& what, std::uint64_t timestamp) {
  if (told_.size() >= kMostRemembered) told_.clear(); // the worst of it: something is said twice
  auto& last = told_[what];
  if (timestamp <= last) return turn.details.add("unchanged_entities"), false;
  last = timestamp;
  return true;
}

void Converter::vehicle(Turn& turn, proto::FeedEntity const& entity) {
  auto const& live = entity.vehicle();
  auto const id = first_of({&live.vehicle().id(), &live.vehicle().label(), &live.trip().trip_id(), &entity.id()});
  auto const name = wire_entity(options_.scheme, id);
  auto const stamp = turn.stamp(live.timestamp());
  turn.details.add("vehicle_positions");
  if (!is_news(turn, "v:" + name, stamp)) return;
  auto const t = turn.instant(stamp);
  Teller teller(name, wire::ROAD_VEHICLE, turn.t_rx, turn.out);
  auto& o = teller.tell(t);
  bool const placed = live.has_position() && is_place(live.position());
  if (placed) fill_fix(live.position(), options_.crs, *o.mutable_fix());
  if (!placed) turn.details.add("without_position");
  auto& road = *o.mutable_road_vehicle(); // the licence plate stays out: it names a person
  road.set_label(wire_text(first_of({&live.vehicle().label(), &live.vehicle().id()})));
  road.set_route(wire_text(route_name(live.trip())));
  auto const* const route = route_of(live.trip());
  road.set_vehicle_type(std::string(type_name(route == nullptr ? -1 : route->type)));
  if (live.has_occupancy_percentage()) teller.number("occupancy_pct", live.occupancy_percentage(), t);
  if (live.has_stop_id()) teller.text("next_stop", stop_name(live.stop_id()), t);
  if (live.has_current_status()) // unset would read as "in transit"
    teller.text("status", proto::VehiclePosition::VehicleStopStatus_Name(live.current_status()), t);
  if (live.congestion_level() != proto::VehiclePosition::UNKNOWN_CONGESTION_LEVEL)
    teller.state("congested", live.congestion_level() != proto::VehiclePosition::RUNNING_SMOOTHLY ? 1 : 0, t);
}

void Converter::update(Turn& turn, proto::FeedEntity const& entity) {
  auto const& live = entity.trip_update();
  auto const& vehicle = live.vehicle().id();
  auto const trip = first_of({&live.trip().trip_id(), &entity.id()});
  auto const name =
      vehicle.empty() ? wire_entity(options_.scheme + "-trip", trip) : wire_entity(options_.scheme, vehicle);
  auto const stamp = turn.stamp(live.timestamp());
  turn.details.add("trip_updates");
  if (!is_news(turn, "u:" + name, stamp)) return;
  auto const t = turn.instant(stamp);
  Teller teller(name, vehicle.empty() ? wire::SENSOR : wire::ROAD_VEHICLE, turn.t_rx, turn.out);
  auto const relation = live.trip().schedule_relationship();
  if (relation != proto::TripDescriptor::SCHEDULED)
    teller.text("status", proto::TripDescriptor::ScheduleRelationship_Name(relation), t);
  auto const delay = delay_of(live, schedule_, static_cast<std::int64_t>(turn.stamp(0)));
  if (!delay) return turn.details.add("without_delay");
  if (!teller.number("delay_s", delay->seconds, t)) turn.details.add("impossible_delay");
  if (delay->stop != nullptr && delay->stop->has_stop_id())
    teller.text("next_stop", stop_name(delay->stop->stop_id()), t);
}

void Converter::alert(Turn& turn, proto::FeedEntity const& entity) {
  auto const& live = entity.alert();
  turn.details.add("alerts");
  if (!is_active(live, turn.stamp(0))) return;
  auto const effect = proto::Alert::Effect_Name(live.effect()), header = text_of(live.header_text());
  auto const& text = header.empty() ? effect : header;
  turn.alerts_seen.insert(entity.id());
  auto const [it, fresh] = alerts_.emplace(entity.id(), "");
  if (!fresh && it->second == effect + text) return turn.details.add("unchanged_entities");
  it->second = effect + text;
  auto const t = turn.instant(turn.stamp(0));
  Teller teller(wire_entity(options_.scheme + "-alert", entity.id()), wire::SENSOR, turn.t_rx, turn.out);
  for (auto const& informed : live.informed_entity()) {
    auto const* const stop = schedule_ == nullptr ? nullptr : schedule_->stop(informed.stop_id());
    if (stop == nullptr || !stop->has_place) continue;
    auto& fix = *teller.tell(t).mutable_fix();
    auto const place = to_wgs84(stop->place, options_.crs);
    fix.set_lon_deg(place.lon_deg);
    fix.set_lat_deg(place.lat_deg);
    fix.set_sigma_m(kStopSigma_m);
    break;
  }
  auto const first = turn.out.size();
  teller.text("message", text, t);
  teller.text("status", effect, t);
  for (auto i = first; i < turn.out.size(); ++i)
    turn.out[i].set_event(true);
}

/// An alert that a full feed no longer holds is over.
void Converter::end_alerts(Turn& turn) {
  for (auto it = alerts_.begin(); it != alerts_.end();) {
    if (turn.alerts_seen.contains(it->first)) {
      ++it;
      continue;
    }
    Teller teller(wire_entity(options_.scheme + "-alert", it->first), wire::SENSOR, turn.t_rx, turn.out);
    teller.text("status", "ENDED", turn.instant(turn.stamp(0)));
    turn.out.back().set_event(true);
    it = alerts_.erase(it);
  }
}

void Converter::convert(proto::FeedMessage const& feed, Instant t_rx, std::vector<wire::Observation>& out,
                        Counters& details) {
  Turn turn{feed, t_rx, out, details, options_.shift};
  for (auto const& entity : feed.entity()) {
    if (entity.is_deleted()) continue;
    if (entity.has_vehicle()) vehicle(turn, entity);
    if (entity.has_trip_update()) update(turn, entity);
    if (entity.has_alert()) alert(turn, entity);
  }
  end_alerts(turn);
}

} // namespace dalian::gtfs
