// The tracks of a snapshot as JSON; see status.hpp.
#include "twin/app/status.hpp"
#include "twin/base/geo.hpp"

#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using Json = nlohmann::ordered_json;

std::string_view status_name(state::SensorStatus status) {
  constexpr std::array<std::string_view, 3> kNames{"good", "uncertain", "bad"};
  return kNames[static_cast<std::size_t>(status)];
}

template <class T>
Json optional_json(std::optional<T> const& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json text_json(std::string const& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json reading_json(state::SensorReading const& r, Instant now) {
  auto const& quantity = quantities()[r.quantity];
  return {{"quantity", quantity.name},
          {"unit", quantity.unit.empty() ? Json(nullptr) : Json(quantity.unit)},
          {"value", quantity.form == ValueForm::text ? Json(r.text) : Json(r.value)},
          {"status", status_name(r.status)},
          {"t_obs", format_utc(r.t_obs, 3)},
          {"age_s", to_seconds(now - r.t_obs)},
          {"stale", state::is_stale(r, now)},
          {"outlier", r.outlier},
          {"typical", optional_json(r.typical)},
          {"rate_per_s", optional_json(r.rate_per_s)},
          {"interval_s", optional_json(r.interval_s)}};
}

Json track_json(state::TrackView t, Instant now) {
  Json out{{"entity", t.details().entity},
           {"handle", t->handle},
           {"kind", to_string(t->kind)},
           {"provenance", to_string(t->provenance)},
           {"sources", state::sources_newest_first(t)},
           {"updates", t->updates},
           {"t_obs", format_utc(t->t_obs, 3)},
           {"age_s", to_seconds(now - t->t_obs)},
           {"name", text_json(t.details().vessel->name.empty() ? t.details().aid->name : t.details().vessel->name)}};
  for (auto const& raised : t.details().integrity)
    out["integrity"].push_back({{"flag", state::to_string(raised.flag)}, {"since", format_utc(raised.since, 3)}});
  for (auto const& reading : t.details().readings)
    out["readings"].push_back(reading_json(reading, now));
  if (!t->has_position) return out;
  auto const geo = to_geo(t->position);
  out["lon_deg"] = geo.lon_deg;
  out["lat_deg"] = geo.lat_deg;
  out["east_m"] = t->position.east_m;
  out["north_m"] = t->position.north_m;
  out["velocity_east_mps"] = t->velocity_east_mps;
  out["velocity_north_mps"] = t->velocity_north_mps;
  out["heading_deg"] = optional_json(t->heading_deg);
  out["covariance"] = t->covariance; // (e, n, ve, vn), upper triangle by rows; m², m²/s, m²/s²
  out["last_nis"] = optional_json(t->last_nis);
  return out;
}

} // namespace

std::string_view to_string(state::Kind kind) {
  switch (kind) {
  case state::Kind::vessel:
    return "vessel";
  case state::Kind::road_vehicle:
    return "road_vehicle";
  case state::Kind::aid_to_navigation:
    return "aid_to_navigation";
  case state::Kind::base_station:
    return "base_station";
  case state::Kind::aircraft:
    return "aircraft";
  case state::Kind::sensor:
    return "sensor";
  case state::Kind::unidentified:
    return "unidentified";
  case state::Kind::unspecified:
    break;
  }
  return "unspecified";
}

std::string tracks_json(state::Snapshot const& snapshot, Instant now) {
  Json tracks = Json::array();
  snapshot.for_each([&](state::TrackView track) { tracks.push_back(track_json(track, now)); });
  return Json{{"version", snapshot.version}, {"time", format_utc(now, 3)}, {"tracks", tracks}}.dump();
}

} // namespace dalian::app
