#include "twin/view/inspection.hpp"

#include "twin/view/freshness.hpp"
#include "twin/view/value_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace dalian::view {
namespace {

using state::Kind;
using state::TrackView;

constexpr double kDegPerRad = 180 / std::numbers::pi;
constexpr double kKnot_mps = 1852.0 / 3600;
constexpr double kCourseAbove_mps = 0.25; // slower than half a knot the course is noise
constexpr std::chrono::hours kChinaTime{8};

std::string kind_name(Kind kind) {
  constexpr std::array<char const*, 8> kNames{"unspecified",  "vessel",   "road_vehicle", "aid_to_navigation",
                                              "base_station", "aircraft", "sensor",       "unidentified"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string vehicle_type_key(std::string const& type) {
  bool const known = type == "car" || type == "bus" || type == "truck" || type == "shuttle";
  return known ? "vehicle_type." + type : std::string();
}

/// "2026-09-26 16:40:00.0 UTC+8": the time of the place.
std::string local_time(Instant t) {
  std::string text = format_utc(t + kChinaTime, 1);
  text[text.find('T')] = ' ';
  text.back() = ' '; // the Z
  return text + "UTC+8";
}

double bearing_deg(double rad) {
  double const deg = std::fmod(rad * kDegPerRad, 360);
  return deg < 0 ? deg + 360 : deg;
}

/// "007.5°"; 359.96 is 000.0, not 360.0.
std::string format_bearing(double deg) {
  double const rounded = std::round(deg * 10) / 10;
  return fmt::format("{:05.1f}°", rounded >= 360 ? 0 : rounded);
}

std::string dms(double deg, char const* positive, char const* negative, int width) {
  auto const tenths = static_cast<std::int64_t>(std::llround(std::abs(deg) * 36000)); // of a second
  return fmt::format("{:0{}}°{:02}′{:02}.{}″{}", tenths / 36000, width, tenths / 600 % 60, tenths / 10 % 60,
                     tenths % 10, deg < 0 ? negative : positive);
}

/// One-sigma ellipse of the position: axes in metres, direction of the larger one clockwise from grid north.
struct Ellipse {
  double major_m, minor_m, direction_rad;
};

Ellipse ellipse_of(std::array<float, 10> const& p) {
  double const mean = (p[0] + p[4]) / 2.0, half = (p[0] - p[4]) / 2.0, root = std::hypot(half, p[1]);
  // The angle of the larger axis from east, counter-clockwise, is atan2(p01, half)/2.
  return {std::sqrt(mean + root), std::sqrt(std::max(0.0, mean - root)),
          std::numbers::pi / 2 - std::atan2(static_cast<double>(p[1]), half) / 2};
}

class Rows {
 public:
  void add(std::string key, std::string value) {
    rows_.push_back({"inspector." + std::move(key), "", std::move(value)});
  }
  void add_words(std::string key, std::string value_key, std::string value = {}) {
    rows_.push_back({"inspector." + std::move(key), std::move(value_key), std::move(value)});
  }
  void add_text(std::string key, std::string const& value) {
    if (!value.empty()) add(std::move(key), value);
  }
  void add(std::vector<Inspection::Row> const& rows) { rows_.insert(rows_.end(), rows.begin(), rows.end()); }
  std::vector<Inspection::Row> take() { return std::move(rows_); }

 private:
  std::vector<Inspection::Row> rows_;
};

/// What must be known of the place to turn grid figures into ground ones.
struct Ground {
  GeoPoint place;
  double convergence_rad = 0, scale = 1, speed_mps = 0;
};

Ground ground_of(TrackView track) {
  Ground g;
  g.place = to_geo(track->position);
  g.place.lon_deg = std::remainder(g.place.lon_deg, 360);
  if (auto const projected = project(g.place)) {
    g.convergence_rad = projected->convergence_rad();
    g.scale = projected->scale;
  }
  g.speed_mps = std::hypot(track->velocity_east_mps, track->velocity_north_mps) / g.scale;
  return g;
}

void add_motion(Rows& rows, TrackView track, Ground const& g) {
  rows.add("position", fmt::format("{} · {:.5f}°, {:.5f}°", format_dms(g.place), g.place.lat_deg, g.place.lon_deg));
  if (track->kind == Kind::aircraft || (track->kind == Kind::road_vehicle && track->altitude_m != 0))
    rows.add("altitude", fmt::format("{:.0f} m", track->altitude_m));
  if (track->kind == Kind::road_vehicle)
    rows.add("speed", fmt::format("{:.1f} km/h · {:.1f} m/s", g.speed_mps * 3.6, g.speed_mps));
  else
    rows.add("speed", fmt::format("{:.1f} kn · {:.1f} m/s", g.speed_mps / kKnot_mps, g.speed_mps));
  if (g.speed_mps >= kCourseAbove_mps) {
    double const grid = std::atan2(track->velocity_east_mps, track->velocity_north_mps);
    rows.add("course", format_bearing(bearing_deg(grid + g.convergence_rad)));
  }
  if (track->heading_deg) rows.add("heading", format_bearing(*track->heading_deg));
  if (track->turn_rate_dps) rows.add("turn_rate", fmt::format("{:+.1f} °/min", *track->turn_rate_dps * 60));
}

void add_uncertainty(Rows& rows, TrackView track, Ground const& g) {
  auto const& p = track->covariance;
  rows.add("sigma", fmt::format("E {:.1f} m · N {:.1f} m · vE {:.2f} m/s · vN {:.2f} m/s", std::sqrt(p[0]),
                                std::sqrt(p[4]), std::sqrt(p[7]), std::sqrt(p[9])));
  Ellipse const e = ellipse_of(p);
  double const direction = std::fmod(bearing_deg(e.direction_rad + g.convergence_rad), 180);
  rows.add("covariance", fmt::format("{:.1f} m × {:.1f} m, {}", e.major_m, e.minor_m, format_bearing(direction)));
  if (track->last_nis) rows.add("nis", fmt::format("{:.1f} (≤ 13.8)", *track->last_nis));
}

void add_size(Rows& rows, std::optional<float> length, std::optional<float> width) {
  if (length && width)
    rows.add("size", fmt::format("{:.1f} m × {:.1f} m", *length, *width));
  else if (length)
    rows.add("size", fmt::format("{:.1f} m", *length));
}

std::optional<float> sum(std::optional<float> a, std::optional<float> b) {
  if (!a || !b || *a + *b <= 0) return std::nullopt;
  return *a + *b;
}

void add_vessel(Rows& rows, TrackView track) {
  auto const& v = *track.details().vessel;
  if (track.details().entity.starts_with("mmsi:")) rows.add("mmsi", track.details().entity.substr(5));
  if (v.imo) rows.add("imo", fmt::format("{}", *v.imo));
  rows.add_text("call_sign", v.call_sign);
  rows.add("ais_class", track->class_b ? "B" : "A");
  if (v.ship_type) rows.add_words("ship_type", ship_type_key(*v.ship_type), fmt::format("({})", *v.ship_type));
  if (track->nav_status) rows.add_words("nav_status", nav_status_key(*track->nav_status));
  rows.add_text("destination", v.destination);
  add_size(rows, sum(v.bow_m, v.stern_m), sum(v.port_m, v.starboard_m));
  if (v.draught_m) rows.add("draught", fmt::format("{:.1f} m", *v.draught_m));
}

void add_road(Rows& rows, state::RoadVehicle const& road) {
  if (auto const key = vehicle_type_key(road.vehicle_type); !key.empty())
    rows.add_words("vehicle_type", key);
  else
    rows.add_text("vehicle_type", road.vehicle_type);
  rows.add_text("route", road.route);
  if (road.mode) rows.add_words("mode", driving_mode_key(*road.mode));
  add_size(rows, road.length_m, road.width_m);
}

void add_aid(Rows& rows, state::Aid const& aid) {
  if (aid.aid_type) rows.add_words("aid_type", aid_type_key(*aid.aid_type));
  rows.add_words("virtual_aid", aid.virtual_aid ? "answer.yes" : "answer.no");
  if (aid.off_position) rows.add_words("off_position", *aid.off_position ? "answer.yes" : "answer.no");
}

void add_origin(Rows& rows, TrackView track, Inspection const& about) {
  rows.add_words("provenance", "provenance." + std::string(to_string(track->provenance)));
  rows.add("sources", fmt::format("{}", fmt::join(sources_newest_first(track), ", ")));
  rows.add("t_obs", local_time(track->t_obs));
  rows.add("t_rx", local_time(track->t_rx));
  rows.add("age", fmt::format("{:.1f} s", about.age_s));
  rows.add_words("freshness", about.freshness == Freshness::fresh ? "freshness.fresh" : "freshness.stale");
  rows.add("updates", fmt::format("{}", track->updates));
}

} // namespace

std::string nav_status_key(std::uint32_t status) {
  return fmt::format("nav_status.{}", status <= 15 ? status : 15);
}

std::string ship_type_key(std::uint32_t type) {
  bool const by_tens = (type >= 20 && type <= 29) || (type >= 40 && type <= 49) || (type >= 60 && type <= 99);
  if (by_tens) return fmt::format("ship_type.{}x", type / 10);
  bool const by_code = (type >= 30 && type <= 37) || (type >= 50 && type <= 59);
  return by_code ? fmt::format("ship_type.{}", type) : "ship_type.0";
}

std::string aid_type_key(std::uint32_t type) {
  return fmt::format("aid_type.{}", type <= 31 ? type : 0);
}

std::string driving_mode_key(std::uint32_t mode) {
  return mode <= 2 ? fmt::format("mode.{}", mode) : "mode.unknown";
}

std::string format_dms(GeoPoint p) {
  return dms(p.lat_deg, "N", "S", 2) + ' ' + dms(p.lon_deg, "E", "W", 3);
}

std::string label_of(TrackView track) {
  for (std::string const* name :
       {&track.details().vessel->name, &track.details().road->label, &track.details().aid->name})
    if (!name->empty()) return *name;
  return track.details().entity;
}

Inspection inspect_track(TrackView track, Instant now) {
  Inspection about;
  about.handle = track->handle;
  about.entity = track.details().entity;
  about.name = label_of(track);
  about.kind = kind_name(track->kind);
  about.provenance = track->provenance;
  about.t_obs = track->t_obs;
  about.age_s = to_seconds(now - track->t_obs);
  about.sources = sources_newest_first(track);
  Ground const ground = track->has_position ? ground_of(track) : Ground{};
  bool const stale = track->life != state::Life::live || now >= track->t_obs + stale_after(track, ground.speed_mps);
  about.freshness = stale ? Freshness::stale : Freshness::fresh;

  Rows rows;
  rows.add("name", about.name);
  rows.add("entity", track.details().entity);
  rows.add_words("kind", "kind." + about.kind);
  rows.add(integrity_rows(track));
  rows.add(reading_rows(track, now));
  if (track->kind == Kind::vessel) add_vessel(rows, track);
  if (track->kind == Kind::road_vehicle) add_road(rows, *track.details().road);
  if (track->kind == Kind::aid_to_navigation) add_aid(rows, *track.details().aid);
  if (track->has_position) {
    add_motion(rows, track, ground);
    add_uncertainty(rows, track, ground);
  }
  add_origin(rows, track, about);
  about.rows = rows.take();
  return about;
}

std::vector<std::string> inspection_keys() {
  std::vector<std::string> keys = value_row_keys();
  for (auto const* key :
       {"name",      "entity",     "kind",        "mmsi",         "imo",        "call_sign",    "ais_class",
        "ship_type", "nav_status", "destination", "size",         "draught",    "vehicle_type", "route",
        "mode",      "aid_type",   "virtual_aid", "off_position", "position",   "altitude",     "speed",
        "course",    "heading",    "turn_rate",   "sigma",        "covariance", "nis",          "provenance",
        "sources",   "t_obs",      "t_rx",        "age",          "freshness",  "updates"})
    keys.push_back(std::string("inspector.") + key);
  for (int kind = 0; kind <= static_cast<int>(Kind::unidentified); ++kind)
    keys.push_back("kind." + kind_name(static_cast<Kind>(kind)));
  for (int p = 0; p <= static_cast<int>(Provenance::recorded); ++p)
    keys.push_back("provenance." + std::string(to_string(static_cast<Provenance>(p))));
  for (auto const* key : {"freshness.fresh", "freshness.stale", "answer.yes", "answer.no", "mode.unknown",
                          "vehicle_type.car", "vehicle_type.bus", "vehicle_type.truck", "vehicle_type.shuttle"})
    keys.emplace_back(key);
  for (std::uint32_t code = 0; code <= 99; ++code)
    for (auto const& key : {nav_status_key(code), ship_type_key(code), aid_type_key(code), driving_mode_key(code)})
      keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

} // namespace dalian::view
