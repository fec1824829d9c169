#include "connectors/synth/road_traffic.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>

namespace dalian::synth {
namespace {

constexpr Duration kReportInterval = std::chrono::milliseconds{100};
constexpr double kSignalZone_m = 45; // slow from here to the stop line
constexpr double kSignalSpeed_mps = 30 / 3.6;
constexpr double kSignalStop_s = 12;
constexpr double kTurnSpeed_mps = 10 / 3.6; // round the end of a route
constexpr double kTurnZone_m = 25;
constexpr double kGnssPeriod_s = 45;

/// How far along the centre line the place nearest to `p` lies. Searches on from `hint`, a segment's number.
struct Chainage {
  std::size_t segment = 0;
  double share = 0;   // of the segment
  double along_m = 0; // from the line's start
};

class CentreLine {
 public:
  explicit CentreLine(RouteLine const& route) : route_(route) {
    double s = 0;
    for (std::size_t i = 0; i < route.line.size(); ++i) {
      if (i > 0) s += distance_m(route.line[i - 1], route.line[i]);
      along_m_.push_back(s);
    }
  }
  double length_m() const { return along_m_.back(); }

  Chainage nearest(MapPoint p, std::size_t hint, bool everywhere) const {
    constexpr std::size_t kReach = 6;
    auto const last = route_.line.size() - 2;
    auto const from = everywhere || hint < kReach ? 0 : hint - kReach;
    auto const to = everywhere ? last : std::min(last, hint + kReach);
    Chainage best;
    double best_distance = 1e300;
    for (std::size_t i = from; i <= to; ++i) {
      auto const a = route_.line[i], b = route_.line[i + 1];
      double const east = b.east_m - a.east_m, north = b.north_m - a.north_m;
      double const share = std::clamp(
          ((p.east_m - a.east_m) * east + (p.north_m - a.north_m) * north) / (east * east + north * north), 0.0, 1.0);
      double const d = distance_m(p, {a.east_m + share * east, a.north_m + share * north});
      if (d < best_distance) {
        best_distance = d;
        best = {i, share, along_m_[i] + share * (along_m_[i + 1] - along_m_[i])};
      }
    }
    return best;
  }
  double height_at(Chainage const& c) const {
    return route_.height_m[c.segment] + c.share * (route_.height_m[c.segment + 1] - route_.height_m[c.segment]);
  }

 private:
  RouteLine const& route_;
  std::vector<double> along_m_;
};

bool closed(RouteLine const& route) {
  return distance_m(route.line.front(), route.line.back()) < 1;
}

/// A loop in its drawn sense, or out on the right of an open line and back on its other side.
std::vector<WayPoint> lane_points(RouteLine const& route, double offset_m) {
  constexpr double kBend_m = 30;
  std::vector<WayPoint> points;
  auto line = route.line;
  if (closed(route)) {
    line.push_back(line[1]); // so that the seam is mitred like every other corner
    auto const right = offset_line(line, offset_m);
    for (std::size_t i = 1; i + 1 < right.size(); ++i)
      points.push_back({right[i], kBend_m});
    return points;
  }
  auto const out = offset_line(line, offset_m), back = offset_line(line, -offset_m);
  auto const radius_of = [&](std::size_t i) { return i == 0 || i + 1 == line.size() ? offset_m : kBend_m; };
  for (std::size_t i = 0; i < out.size(); ++i)
    points.push_back({out[i], radius_of(i)});
  for (std::size_t i = back.size(); i-- > 0;)
    points.push_back({back[i], radius_of(i)});
  return points;
}

/// Slow before every signal and stop at every second one, in both directions.
void obey_signals(std::vector<PathSample>& track, std::vector<Chainage> const& where, double length_m, int signals) {
  for (int k = 0; k < signals; ++k) {
    double const at = length_m * (k + 0.5) / signals;
    for (std::size_t i = 1; i < track.size(); ++i) {
      double const before = where[i - 1].along_m, here = where[i].along_m;
      double const ahead = here >= before ? at - here : here - at; // to the stop line
      if (ahead > -5 && ahead < kSignalZone_m)
        track[i].speed_limit_mps = std::min(track[i].speed_limit_mps, kSignalSpeed_mps);
      bool const crossing = (before < at && here >= at) || (before > at && here <= at);
      if (crossing && k % 2 == 1) track[i].stop_s = kSignalStop_s;
    }
  }
}

/// A whole platoon turns round the end of the line at walking pace.
void slow_at_ends(std::vector<PathSample>& track, std::vector<Chainage> const& where, double length_m, double zone_m) {
  for (std::size_t i = 0; i < track.size(); ++i)
    if (where[i].along_m < zone_m || where[i].along_m > length_m - zone_m)
      track[i].speed_limit_mps = std::min(track[i].speed_limit_mps, kTurnSpeed_mps);
}

RoadLane make_lane(RoadGroup const& group, RouteLine const& route) {
  CentreLine const centre(route);
  constexpr double kStep_m = 2, kEasing_m = 8;
  auto track = smooth_closed_path(lane_points(route, group.lane_offset_m), {kStep_m, kEasing_m});
  std::vector<Chainage> where;
  for (std::size_t i = 0; i < track.size(); ++i)
    where.push_back(centre.nearest(track[i].position, i == 0 ? 0 : where.back().segment, i == 0 || closed(route)));
  obey_signals(track, where, centre.length_m(), group.signals);
  double const platoon_m = group.platoon * (group.length_m + group.gap_m);
  if (!closed(route)) slow_at_ends(track, where, centre.length_m(), kTurnZone_m + (group.platoon > 1 ? platoon_m : 0));
  MotionLimits limits;
  limits.cruise_mps = group.speed_kmh / 3.6;
  limits.acceleration_mps2 = group.length_m > 8 ? 0.6 : 1.2;
  limits.lateral_mps2 = 1.5;
  limits.turn_rate_rps = 1.1;
  std::vector<double> heights;
  if (!route.height_m.empty())
    for (auto const& c : where)
      heights.push_back(centre.height_at(c));
  return {Timetable(std::move(track), limits), std::move(heights)};
}

double height_at(RoadLane const& lane, double along_m) {
  auto const& track = lane.timetable.track();
  auto const next = std::upper_bound(track.begin() + 1, track.end() - 1, along_m,
                                     [](double s, PathSample const& p) { return s < p.along_m; });
  auto const i = static_cast<std::size_t>(next - track.begin());
  double const f = (along_m - track[i - 1].along_m) / std::max(1e-9, track[i].along_m - track[i - 1].along_m);
  return lane.height_m[i - 1] + f * (lane.height_m[i] - lane.height_m[i - 1]);
}

/// "cv-t1" → "T1".
std::string short_name(std::string const& route) {
  auto name = route.starts_with("cv-") ? route.substr(3) : route;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

float degrees(double rad) {
  double const d = std::fmod(rad * 180 / std::numbers::pi, 360.0);
  return static_cast<float>(d < 0 ? d + 360 : d);
}

} // namespace

Result<std::map<std::string, RouteLine>> read_routes(std::filesystem::path const& geojson) {
  std::ifstream in(geojson, std::ios::binary);
  if (!in) return Error{fmt::format("{}: cannot be opened; --routes names another file", geojson.string())};
  std::map<std::string, RouteLine> routes;
  try {
    auto const document = nlohmann::json::parse(in);
    for (auto const& feature : document.at("features")) {
      if (feature.at("geometry").at("type") != "LineString") continue;
      RouteLine route;
      for (auto const& c : feature.at("geometry").at("coordinates")) {
        auto const p = to_map({c.at(0).get<double>(), c.at(1).get<double>()});
        if (!route.line.empty() && distance_m(route.line.back(), p) < 0.01) continue;
        route.line.push_back(p);
        if (c.size() > 2) route.height_m.push_back(c.at(2).get<double>());
      }
      auto const id = feature.at("properties").at("id").get<std::string>();
      if (route.line.size() < 2 || (!route.height_m.empty() && route.height_m.size() != route.line.size()))
        return Error{fmt::format("{}: route '{}' needs two points at least, with a height at all or at none",
                                 geojson.string(), id)};
      routes.emplace(id, std::move(route));
    }
  } catch (nlohmann::json::exception const& e) {
    return Error{fmt::format("{}: {}", geojson.string(), e.what())};
  }
  return routes;
}

Result<RoadTraffic> RoadTraffic::make(std::vector<RoadGroup> const& groups,
                                      std::map<std::string, RouteLine> const& routes, std::uint64_t seed,
                                      Instant start) {
  constexpr double kGoldenShare = 0.6180339887498949;
  RoadTraffic traffic(groups, start);
  std::map<std::string, int> numbers;
  for (auto const& group : *traffic.groups_) {
    auto const route = routes.find(group.route);
    if (route == routes.end())
      return Error{fmt::format("[[road_group]] {}: there is no route '{}'", group.id, group.route)};
    auto const lane = std::make_shared<RoadLane const>(make_lane(group, route->second));
    for (int i = 0; i < group.count; ++i) {
      RoadVehicle v;
      v.label = fmt::format("{}-{:02}", short_name(group.route), ++numbers[group.route]);
      v.entity = "car:" + v.label;
      v.group = &group;
      v.lane = lane;
      v.offset_s = lane->timetable.period_s() * (group.phase + (i / group.platoon) * kGoldenShare);
      v.behind_m = (i % group.platoon) * (group.length_m + group.gap_m);
      v.draws = Draws(seed, v.entity);
      v.sigma_m = v.draws.uniform("sigma", 0.1, 0.35); // corrected by a base station: it knows its lane
      traffic.vehicles_.push_back(std::move(v));
    }
  }
  return traffic;
}

Instant RoadTraffic::next_time() const {
  auto const n = static_cast<std::int64_t>(vehicles_.size());
  auto const turn = static_cast<std::int64_t>(sent_) / n, place = static_cast<std::int64_t>(sent_) % n;
  return start_ + turn * kReportInterval + Duration{kReportInterval.count() * place / n};
}

wire::Observation RoadTraffic::next() {
  auto const at = next_time();
  return observe(vehicles_[sent_++ % vehicles_.size()], at);
}

MotionState RoadTraffic::state_at(RoadVehicle const& vehicle, double t_s) {
  return vehicle.lane->timetable.at(t_s + vehicle.offset_s, -vehicle.behind_m);
}

wire::Observation RoadTraffic::observe(RoadVehicle const& v, Instant at) const {
  double const t_s = to_seconds(at - start_);
  auto const state = state_at(v, t_s);
  // The receiver is said to be good to sigma_m; its error wanders slowly, as that of a corrected receiver does.
  MapPoint const seen{state.position.east_m + wander(v.draws, "gnss east", t_s, v.sigma_m, kGnssPeriod_s),
                      state.position.north_m + wander(v.draws, "gnss north", t_s, v.sigma_m, kGnssPeriod_s)};
  auto const place = to_geo(seen);
  double const convergence = meridian_convergence_rad(place);
  wire::Observation o;
  o.set_entity(v.entity);
  o.set_kind(wire::ROAD_VEHICLE);
  o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(at)));
  o.set_t_rx(o.t_obs());
  auto& fix = *o.mutable_fix();
  fix.set_lon_deg(place.lon_deg);
  fix.set_lat_deg(place.lat_deg);
  if (!v.lane->height_m.empty()) fix.set_altitude_m(static_cast<float>(height_at(*v.lane, state.along_m)));
  fix.set_sigma_m(static_cast<float>(v.sigma_m));
  fix.set_speed_mps(static_cast<float>(state.speed_mps));
  fix.set_course_deg(degrees(state.course_rad + convergence));
  fix.set_heading_deg(degrees(state.heading_rad + convergence));
  fix.set_turn_rate_dps(static_cast<float>(state.turn_rate_rps * 180 / std::numbers::pi));
  auto& road = *o.mutable_road_vehicle();
  road.set_label(v.label);
  road.set_route(v.group->route);
  road.set_mode(static_cast<std::uint32_t>(v.group->mode));
  road.set_length_m(static_cast<float>(v.group->length_m));
  road.set_width_m(static_cast<float>(v.group->width_m));
  road.set_vehicle_type(v.group->vehicle_type);
  return o;
}

} // namespace dalian::synth
