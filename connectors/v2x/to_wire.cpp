#include "connectors/v2x/to_wire.hpp"

#include <algorithm>

namespace dalian::v2x {
namespace {

constexpr std::size_t kMostRemembered = 20'000; // entities; beyond, all are forgotten and told anew

std::uint64_t ns(Instant t) {
  return static_cast<std::uint64_t>(to_unix_ns(t));
}

wire::SensorValue& reading(wire::Observation& o, char const* quantity) {
  auto& value = *o.mutable_sensor();
  value.set_quantity(quantity);
  return value;
}

/// True when `value` is not what was remembered under `key`; remembers it.
bool changed(std::map<std::string, std::uint32_t>& remembered, std::string const& key, std::uint32_t value) {
  auto const it = remembered.find(key);
  if (it != remembered.end() && it->second == value) return false;
  if (it == remembered.end() && remembered.size() >= kMostRemembered) remembered.clear();
  remembered[key] = value;
  return true;
}

} // namespace

wire::Observation WireConverter::start(std::string const& entity, wire::Kind kind, Instant at) const {
  wire::Observation o;
  o.set_entity(entity);
  o.set_kind(kind);
  o.set_t_obs(ns(at));
  o.set_t_rx(ns(arrival_));
  return o;
}

void WireConverter::set_place(wire::Fix& fix, GeoPoint p, std::optional<float> sigma_m) const {
  auto const place = to_wgs84(p, options_.crs);
  fix.set_lon_deg(place.lon_deg);
  fix.set_lat_deg(place.lat_deg);
  fix.set_sigma_m(sigma_m.value_or(options_.default_sigma_m));
}

void WireConverter::convert(Vehicle const& v, Publish const& publish) {
  auto o = start(v.entity, wire::ROAD_VEHICLE, v.at);
  auto& fix = *o.mutable_fix();
  set_place(fix, v.position, v.sigma_m);
  if (v.altitude_m) fix.set_altitude_m(*v.altitude_m);
  if (v.speed_mps) fix.set_speed_mps(*v.speed_mps);
  if (v.course_deg) fix.set_course_deg(*v.course_deg);
  if (v.heading_deg) fix.set_heading_deg(*v.heading_deg);
  if (v.turn_rate_dps) fix.set_turn_rate_dps(*v.turn_rate_dps);
  auto& road = *o.mutable_road_vehicle();
  if (v.length_m) road.set_length_m(*v.length_m);
  if (v.width_m) road.set_width_m(*v.width_m);
  road.set_vehicle_type(std::string(v.type));
  publish(std::move(o));
  // Told when they begin, change or end: most vehicles never have any.
  auto const events = v.events.value_or(0);
  if (events == 0 && !events_.contains(v.entity)) return;
  if (!changed(events_, v.entity, events)) return;
  if (events == 0) events_.erase(v.entity);
  auto told = start(v.entity, wire::ROAD_VEHICLE, v.at);
  told.set_event(true);
  reading(told, "vehicle_events").set_state(events);
  publish(std::move(told));
}

void WireConverter::convert(Scan const& scan, Publish const& publish) {
  if (!scans_.contains(scan.sensor) && scans_.size() >= kMostRemembered) scans_.clear();
  auto& number = scans_[scan.sensor];
  number = std::max(number + 1, ns(arrival_) / 1'000'000); // grows also over a restart of this connector
  auto const detected = [&](bool last) {
    auto o = start(scan.sensor, wire::UNIDENTIFIED, scan.at);
    o.mutable_detection()->set_scan(number);
    o.mutable_detection()->set_last(last);
    return o;
  };
  if (scan.sightings.empty()) return publish(detected(true));
  for (auto const& seen : scan.sightings) {
    auto o = detected(&seen == &scan.sightings.back());
    auto& fix = *o.mutable_fix();
    set_place(fix, seen.position, seen.sigma_m);
    if (seen.speed_mps) fix.set_speed_mps(*seen.speed_mps);
    if (seen.course_deg) fix.set_course_deg(*seen.course_deg);
    auto& detection = *o.mutable_detection();
    detection.set_variance_east_m2(fix.sigma_m() * fix.sigma_m());
    detection.set_variance_north_m2(fix.sigma_m() * fix.sigma_m());
    if (seen.on_road) detection.set_looks_like(wire::ROAD_VEHICLE);
    if (seen.length_m) detection.set_length_m(*seen.length_m);
    if (seen.width_m) detection.set_width_m(*seen.width_m);
    publish(std::move(o));
  }
}

void WireConverter::convert(Signal const& signal, Publish const& publish) {
  auto o = start(signal.entity, wire::SENSOR, signal.at);
  reading(o, "signal_phase").set_state(signal.phase);
  o.set_event(changed(phases_, signal.entity, signal.phase));
  publish(std::move(o));
  if (!signal.remaining_s || *signal.remaining_s > 3600) return;
  auto rest = start(signal.entity, wire::SENSOR, signal.at);
  auto& value = reading(rest, "remaining_s");
  value.set_number(*signal.remaining_s);
  value.set_status(signal.remaining_sure ? wire::GOOD : wire::UNCERTAIN);
  publish(std::move(rest));
}

/// Told when it begins, changes or ends: road-side units repeat it every second.
void WireConverter::convert(RoadEvent const& event, Publish const& publish) {
  if (!changed(road_events_, event.entity, event.code)) return;
  auto o = start(event.entity, wire::SENSOR, event.at);
  o.set_event(true);
  if (event.position) set_place(*o.mutable_fix(), *event.position, std::nullopt);
  reading(o, event.quantity).set_state(event.code);
  publish(std::move(o));
  if (event.text.empty()) return;
  auto words = start(event.entity, wire::SENSOR, event.at);
  words.set_event(true);
  reading(words, "message").set_text(event.text);
  publish(std::move(words));
}

void WireConverter::convert(Facts const& facts, Instant arrival, Publish const& publish) {
  arrival_ = arrival;
  for (auto const& v : facts.vehicles)
    convert(v, publish);
  for (auto const& s : facts.scans)
    convert(s, publish);
  for (auto const& s : facts.signals)
    convert(s, publish);
  for (auto const& place : facts.places) {
    auto o = start(place.entity, wire::SENSOR, arrival);
    set_place(*o.mutable_fix(), place.position, std::nullopt);
    publish(std::move(o));
  }
  for (auto const& e : facts.events)
    convert(e, publish);
}

} // namespace dalian::v2x
