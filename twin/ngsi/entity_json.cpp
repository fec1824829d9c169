#include "twin/ngsi/entity_json.hpp"

#include "twin/base/unit_codes.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dalian::ngsi {
namespace {

constexpr double kDegrees = 180 / std::numbers::pi;

/// Milliseconds where they are exact, so that what is read back is the same instant.
std::string time_text(Instant t) {
  return format_utc(t, to_unix_ns(t) % 1'000'000 == 0 ? 3 : 9);
}

/// Gathers the attributes of one entity in one form.
class Writer {
 public:
  Writer(Json entity, Form form, std::vector<std::string> const& wanted)
      : entity_(std::move(entity)), form_(form), wanted_(wanted) {}

  void property(char const* name, Json value, std::optional<Instant> t = {}, std::string_view unit_code = {}) {
    if (form_ == Form::key_values) return add(name, std::move(value));
    Json json = Json::object();
    if (form_ == Form::normalized) json["type"] = "Property";
    json["value"] = std::move(value);
    if (!unit_code.empty()) json["unitCode"] = unit_code;
    if (t) json["observedAt"] = time_text(*t);
    if (form_ == Form::concise && json.size() == 1) return add(name, json["value"]);
    add(name, std::move(json));
  }
  void text(char const* name, std::string const& value) {
    if (!value.empty()) property(name, value);
  }
  void place(Json point, Instant t) {
    if (form_ == Form::key_values) return add("location", std::move(point));
    Json json = Json::object();
    if (form_ == Form::normalized) json["type"] = "GeoProperty";
    json["value"] = std::move(point);
    json["observedAt"] = time_text(t);
    add("location", std::move(json));
  }
  Json take() { return std::move(entity_); }

 private:
  void add(char const* name, Json value) {
    if (wanted_.empty() || std::ranges::find(wanted_, name) != wanted_.end()) entity_[name] = std::move(value);
  }

  Json entity_;
  Form form_;
  std::vector<std::string> const& wanted_;
};

void write_motion(Writer& out, state::TrackView track) {
  auto const geo = to_geo(track->position);
  Json point{{"type", "Point"}, {"coordinates", {geo.lon_deg, geo.lat_deg}}};
  if (track->altitude_m != 0) point["coordinates"].push_back(track->altitude_m);
  out.place(std::move(point), track->t_obs);
  double const variance = (double{track->covariance[0]} + double{track->covariance[4]}) / 2; // of east and north
  out.property("locationSigma", std::sqrt(std::max(variance, 0.0)), track->t_obs, "MTR");
  if (track->kind == state::Kind::sensor) return;
  double const east = track->velocity_east_mps, north = track->velocity_north_mps;
  out.property("speed", std::hypot(east, north) / point_scale(geo) * 3.6, track->t_obs, "KMH");
  if (east != 0 || north != 0) { // true bearing = grid bearing + convergence
    double const course = (std::atan2(east, north) + meridian_convergence_rad(geo)) * kDegrees;
    out.property("heading", std::fmod(course + 360, 360), track->t_obs, "DD");
  }
  if (track->heading_deg) out.property("trueHeading", *track->heading_deg, track->t_obs, "DD");
}

void write_details(Writer& out, state::TrackDetails const& d) {
  out.text("name", d.vessel->name.empty() ? d.road->label.empty() ? d.aid->name : d.road->label : d.vessel->name);
  out.text("vehicleType", d.road->vehicle_type);
  out.text("route", d.road->route);
  out.text("callSign", d.vessel->call_sign);
  out.text("destination", d.vessel->destination);
  if (d.vessel->draught_m) out.property("draught", *d.vessel->draught_m, {}, "MTR");
}

void write_readings(Writer& out, state::TrackDetails const& d, Instant now) {
  for (auto const& r : d.readings) {
    auto const& quantity = quantities()[r.quantity];
    std::string const name(quantity.name);
    out.property(name.c_str(), quantity.form == ValueForm::text ? Json(r.text) : Json(r.value), r.t_obs,
                 common_code(quantity.unit));
    if (state::is_stale(r, now)) out.property((name + "_stale").c_str(), true);
  }
}

} // namespace

std::string_view entity_type(state::TrackView track) {
  switch (track->kind) {
  case state::Kind::vessel:
    return "Vessel";
  case state::Kind::road_vehicle:
    return "Vehicle";
  case state::Kind::aircraft:
    return "Aircraft";
  case state::Kind::unidentified:
    return "UnidentifiedObject";
  default:
    return "Device";
  }
}

std::string entity_id(state::TrackView track) {
  std::string id = fmt::format("urn:ngsi-ld:{}:twin:", entity_type(track));
  for (char const c : track.details().entity) { // RFC 3986: unreserved characters and ':'
    auto const byte = static_cast<unsigned char>(c);
    bool const plain =
        (byte < 0x80 && std::isalnum(byte) != 0) || std::string_view("-._~:").find(c) != std::string_view::npos;
    id += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return id;
}

Json entity_json(state::TrackView track, Form form, std::vector<std::string> const& attributes, Instant now) {
  Writer out(Json{{"id", entity_id(track)}, {"type", entity_type(track)}}, form, attributes);
  if (track->has_position) write_motion(out, track);
  write_details(out, track.details());
  write_readings(out, track.details(), now);
  out.property("dateObserved", time_text(track->t_obs));
  out.property("dataProvider", std::string(to_string(track->provenance)));
  auto const sources = state::sources_newest_first(track);
  if (!sources.empty()) out.property("source", sources.front());
  return out.take();
}

} // namespace dalian::ngsi
