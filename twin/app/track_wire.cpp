#include "twin/app/track_wire.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>

// The enumerations of the schema and of the state have the same values by design; a change of one must not pass unseen.
static_assert(static_cast<int>(dalian::state::Kind::unidentified) == dalian::wire::UNIDENTIFIED);
static_assert(static_cast<int>(dalian::state::SensorStatus::bad) == dalian::wire::BAD);
static_assert(static_cast<int>(dalian::state::Integrity::gnss_drift) == dalian::wire::GNSS_DRIFT);
static_assert(static_cast<int>(dalian::state::Life::ended) == dalian::wire::ENDED_TRACK);
static_assert(static_cast<int>(dalian::Provenance::recorded) == dalian::wire::RECORDED);

namespace dalian::app {
namespace {

std::uint64_t ns(Instant t) {
  return static_cast<std::uint64_t>(to_unix_ns(t));
}

Instant instant(std::uint64_t ns) {
  return from_unix_ns(static_cast<std::int64_t>(ns));
}

template <class T, class Set>
void put(std::optional<T> const& value, Set&& set) {
  if (value) set(*value);
}

template <class Set>
void put(std::string const& text, Set&& set) {
  if (!text.empty()) set(text);
}

template <class T>
std::optional<T> take(bool has, T value) {
  return has ? std::optional<T>(value) : std::nullopt;
}

template <class To, class From>
To enumerator(From value, To highest) {
  bool const known = value >= 0 && static_cast<int>(value) <= static_cast<int>(highest);
  return known ? static_cast<To>(static_cast<std::underlying_type_t<To>>(value)) : To{};
}

void to_wire(state::VesselStatic const& v, wire::VesselStatic& out) {
  put(v.imo, [&](auto x) { out.set_imo(x); });
  put(v.ship_type, [&](auto x) { out.set_ship_type(x); });
  put(v.mothership_mmsi, [&](auto x) { out.set_mothership_mmsi(x); });
  put(v.name, [&](auto const& x) { out.set_name(x); });
  put(v.call_sign, [&](auto const& x) { out.set_call_sign(x); });
  put(v.destination, [&](auto const& x) { out.set_destination(x); });
  put(v.bow_m, [&](auto x) { out.set_bow_m(x); });
  put(v.stern_m, [&](auto x) { out.set_stern_m(x); });
  put(v.port_m, [&](auto x) { out.set_port_m(x); });
  put(v.starboard_m, [&](auto x) { out.set_starboard_m(x); });
  put(v.draught_m, [&](auto x) { out.set_draught_m(x); });
}

state::VesselStatic from_wire(wire::VesselStatic const& v) {
  state::VesselStatic out;
  out.imo = take(v.has_imo(), v.imo());
  out.ship_type = take(v.has_ship_type(), v.ship_type());
  out.mothership_mmsi = take(v.has_mothership_mmsi(), v.mothership_mmsi());
  out.name = v.name();
  out.call_sign = v.call_sign();
  out.destination = v.destination();
  out.bow_m = take(v.has_bow_m(), v.bow_m());
  out.stern_m = take(v.has_stern_m(), v.stern_m());
  out.port_m = take(v.has_port_m(), v.port_m());
  out.starboard_m = take(v.has_starboard_m(), v.starboard_m());
  out.draught_m = take(v.has_draught_m(), v.draught_m());
  return out;
}

void to_wire(state::RoadVehicle const& v, wire::RoadVehicle& out) {
  put(v.label, [&](auto const& x) { out.set_label(x); });
  put(v.route, [&](auto const& x) { out.set_route(x); });
  out.set_vehicle_type(v.vehicle_type);
  put(v.mode, [&](auto x) { out.set_mode(x); });
  put(v.length_m, [&](auto x) { out.set_length_m(x); });
  put(v.width_m, [&](auto x) { out.set_width_m(x); });
}

state::RoadVehicle from_wire(wire::RoadVehicle const& v) {
  state::RoadVehicle out;
  out.label = v.label();
  out.route = v.route();
  out.vehicle_type = v.vehicle_type();
  out.mode = take(v.has_mode(), v.mode());
  out.length_m = take(v.has_length_m(), v.length_m());
  out.width_m = take(v.has_width_m(), v.width_m());
  return out;
}

void to_wire(state::Aid const& a, wire::AidToNavigation& out) {
  put(a.aid_type, [&](auto x) { out.set_aid_type(x); });
  put(a.name, [&](auto const& x) { out.set_name(x); });
  put(a.off_position, [&](auto x) { out.set_off_position(x); });
  out.set_virtual_aid(a.virtual_aid);
}

state::Aid from_wire(wire::AidToNavigation const& a) {
  state::Aid out;
  out.aid_type = take(a.has_aid_type(), a.aid_type());
  out.name = a.name();
  out.off_position = take(a.has_off_position(), a.off_position());
  out.virtual_aid = a.virtual_aid();
  return out;
}

void to_wire(state::SensorReading const& r, wire::SensorReading& out) {
  auto const& quantity = quantities()[r.quantity];
  auto& value = *out.mutable_value();
  value.set_quantity(std::string(quantity.name));
  value.set_status(static_cast<wire::SensorStatus>(r.status));
  if (quantity.form == ValueForm::number) value.set_number(r.value);
  if (quantity.form == ValueForm::state) value.set_state(static_cast<std::uint32_t>(r.value));
  if (quantity.form == ValueForm::text) value.set_text(r.text);
  out.set_t_obs(ns(r.t_obs));
  out.set_outlier(r.outlier);
  put(r.typical, [&](auto x) { out.set_typical(x); });
  put(r.rate_per_s, [&](auto x) { out.set_rate_per_s(x); });
  put(r.interval_s, [&](auto x) { out.set_interval_s(x); });
}

/// Readings of quantities that this build does not know are left out: the twin is newer than its viewer.
std::vector<state::SensorReading> from_wire(google::protobuf::RepeatedPtrField<wire::SensorReading> const& readings) {
  std::vector<state::SensorReading> out;
  for (auto const& r : readings) {
    auto const quantity = find_quantity(r.value().quantity());
    if (!quantity) continue;
    auto& one = out.emplace_back();
    one.quantity = *quantity;
    one.status = enumerator(r.value().status(), state::SensorStatus::bad);
    one.value = r.value().has_state() ? r.value().state() : r.value().number();
    one.text = r.value().text();
    one.t_obs = instant(r.t_obs());
    one.outlier = r.outlier();
    one.typical = take(r.has_typical(), r.typical());
    one.rate_per_s = take(r.has_rate_per_s(), r.rate_per_s());
    one.interval_s = take(r.has_interval_s(), r.interval_s());
  }
  return out;
}

} // namespace

void to_wire(state::TrackMotion const& t, wire::Track& out) {
  out.set_handle(t.handle);
  out.set_kind(static_cast<wire::Kind>(t.kind));
  out.set_life(static_cast<wire::Life>(t.life));
  out.set_provenance(static_cast<wire::Provenance>(t.provenance));
  out.set_has_position(t.has_position);
  out.set_t_obs(ns(t.t_obs));
  out.set_t_rx(ns(t.t_rx));
  out.set_east_m(t.position.east_m);
  out.set_north_m(t.position.north_m);
  out.set_altitude_m(t.altitude_m);
  out.set_velocity_east_mps(t.velocity_east_mps);
  out.set_velocity_north_mps(t.velocity_north_mps);
  out.mutable_covariance()->Add(t.covariance.begin(), t.covariance.end());
  put(t.heading_deg, [&](auto x) { out.set_heading_deg(x); });
  put(t.turn_rate_dps, [&](auto x) { out.set_turn_rate_dps(x); });
  put(t.last_nis, [&](auto x) { out.set_last_nis(x); });
  out.set_updates(t.updates);
  out.set_newest_source(t.newest_source);
  if (!t.nav_status && !t.class_b) return;
  put(t.nav_status, [&](auto x) { out.mutable_vessel_state()->set_nav_status(x); });
  out.mutable_vessel_state()->set_class_b(t.class_b);
}

void to_wire(state::TrackDetails const& d, wire::Track& out) {
  out.set_entity(d.entity);
  for (auto const& source : d.sources)
    out.add_sources(source);
  if (!d.vessel.is_default()) to_wire(*d.vessel, *out.mutable_vessel_static());
  if (!d.road.is_default()) to_wire(*d.road, *out.mutable_road_vehicle());
  if (!d.aid.is_default()) to_wire(*d.aid, *out.mutable_aid());
  for (auto const& raised : d.integrity) {
    auto& flag = *out.add_integrity();
    flag.set_flag(static_cast<wire::Integrity>(raised.flag));
    flag.set_since(ns(raised.since));
  }
  for (auto const& reading : d.readings)
    to_wire(reading, *out.add_readings());
}

state::TrackMotion motion_from_wire(wire::Track const& t) {
  state::TrackMotion out;
  out.handle = t.handle();
  out.kind = enumerator(t.kind(), state::Kind::unidentified);
  out.life = enumerator(t.life(), state::Life::ended);
  out.provenance = enumerator(t.provenance(), Provenance::recorded);
  out.has_position = t.has_position();
  out.t_obs = instant(t.t_obs());
  out.t_rx = instant(t.t_rx());
  out.position = {t.east_m(), t.north_m()};
  out.altitude_m = t.altitude_m();
  out.velocity_east_mps = t.velocity_east_mps();
  out.velocity_north_mps = t.velocity_north_mps();
  auto const n = std::min<std::size_t>(out.covariance.size(), static_cast<std::size_t>(t.covariance_size()));
  std::copy_n(t.covariance().begin(), n, out.covariance.begin());
  out.heading_deg = take(t.has_heading_deg(), t.heading_deg());
  out.turn_rate_dps = take(t.has_turn_rate_dps(), t.turn_rate_dps());
  out.last_nis = take(t.has_last_nis(), t.last_nis());
  out.updates = t.updates();
  out.newest_source = static_cast<std::uint8_t>(std::min(t.newest_source(), 255U));
  out.nav_status = take(t.vessel_state().has_nav_status(), t.vessel_state().nav_status());
  out.class_b = t.vessel_state().class_b();
  return out;
}

std::shared_ptr<state::TrackDetails const> details_from_wire(wire::Track const& t) {
  auto details = std::make_shared<state::TrackDetails>();
  details->entity = t.entity();
  details->sources.assign(t.sources().begin(), t.sources().end());
  details->vessel = from_wire(t.vessel_static());
  details->road = from_wire(t.road_vehicle());
  details->aid = from_wire(t.aid());
  for (auto const& raised : t.integrity()) // one that this build does not know is left out
    if (wire::Integrity_IsValid(raised.flag()))
      details->integrity.push_back({static_cast<state::Integrity>(raised.flag()), instant(raised.since())});
  details->readings = from_wire(t.readings());
  return details;
}

} // namespace dalian::app
