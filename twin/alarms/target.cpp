#include "twin/alarms/target.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::alarms {
namespace {

constexpr double kCourseAbove_mps = 0.5; // below it the course is the noise of the receiver
constexpr double kEarthRadius_m = 6'371'008.8;
constexpr std::size_t kMaxRoutes = 10'000; // names of routes kept; more than any city has
/// Sizes beyond are nonsense: AIS can say 511 m ahead or astern and 63 m aside (ITU-R M.1371-5, table 52), and no road
/// train is longer than 60 m.
constexpr float kLongestShip_m = 511, kWidestShip_m = 63, kLongestRoadUser_m = 60, kWidestRoadUser_m = 6;

float size(std::optional<float> const& said, float most) {
  return std::clamp(said.value_or(0), 0.0F, most);
}

void set_hull(Profile& p, state::Kind kind, state::TrackDetails const& details) {
  if (kind == state::Kind::road_vehicle) {
    p.ahead_m = p.astern_m = size(details.road->length_m, kLongestRoadUser_m) / 2;
    p.left_m = p.right_m = size(details.road->width_m, kWidestRoadUser_m) / 2;
  } else {
    p.ahead_m = size(details.vessel->bow_m, kLongestShip_m);
    p.astern_m = size(details.vessel->stern_m, kLongestShip_m);
    p.left_m = size(details.vessel->port_m, kWidestShip_m);
    p.right_m = size(details.vessel->starboard_m, kWidestShip_m);
  }
  p.reach_m = std::hypot(std::max(p.ahead_m, p.astern_m), std::max(p.left_m, p.right_m));
}

/// Angle from true to grid north, first term of the series (Snyder 1987, eq. 8-26 with the sphere's latitude): within
/// 0.01° for this city, which turns a ship of 400 m by 7 cm.
double rough_convergence_rad(MapPoint p) {
  return (p.east_m - 500'000) / kEarthRadius_m * std::tan(p.north_m / kEarthRadius_m);
}

double heading_rad(Target const& t) {
  if (t.track->heading_deg) return *t.track->heading_deg * std::numbers::pi / 180 - rough_convergence_rad(t.position);
  if (t.speed_mps < kCourseAbove_mps) return 0;
  return std::atan2(t.track->velocity_east_mps, t.track->velocity_north_mps);
}

} // namespace

Duration default_max_age(state::Kind kind) {
  if (kind == state::Kind::road_vehicle) return std::chrono::seconds(2);
  return std::chrono::minutes(6);
}

World const& Lookout::look(state::Snapshot const& snapshot, Instant now) {
  if (snapshot.run != last_.run) profiles_.clear();
  world_.now = now;
  world_.targets.clear();
  for (auto& indices : world_.of_kind)
    indices.clear();
  for (auto& indices : world_.of_route)
    indices.clear();
  snapshot.for_each([&](state::TrackView track) {
    if (track->life == state::Life::ended) return;
    auto const index = static_cast<std::uint32_t>(world_.targets.size());
    Target const& t = world_.targets.emplace_back(target(track, now));
    world_.of_kind[static_cast<std::size_t>(t.kind)].push_back(index);
    if (t.profile.route == 0) return;
    if (t.profile.route >= world_.of_route.size()) world_.of_route.resize(t.profile.route + 1);
    world_.of_route[t.profile.route].push_back(index);
  });
  last_ = snapshot;
  return world_;
}

Target Lookout::target(state::TrackView track, Instant now) {
  auto const& m = track.motion();
  double const ve = m.velocity_east_mps, vn = m.velocity_north_mps;
  Target t{.track = track,
           .handle = m.handle,
           .kind = m.kind,
           .believed = m.has_position && now - m.t_obs <= default_max_age(m.kind),
           .position = m.position,
           .speed_mps = std::sqrt(ve * ve + vn * vn),
           .age = now - m.t_obs,
           .silent = now - m.t_rx,
           .profile = profile(track)};
  double const ahead_s = to_seconds(std::clamp(t.age, Duration{}, default_max_age(m.kind)));
  t.position.east_m += ahead_s * ve;
  t.position.north_m += ahead_s * vn;
  return t;
}

Profile const& Lookout::profile(state::TrackView track) {
  if (track->handle >= profiles_.size()) profiles_.resize(track->handle + track->handle / 2 + 64);
  Profile& p = profiles_[track->handle];
  auto const& details = track.details();
  if (p.of == &details) return p;
  p = Profile{.of = &details, .route = number(details.road->route)};
  if (details.vessel->ship_type) p.ship_type = *details.vessel->ship_type;
  set_hull(p, track->kind, details);
  return p;
}

std::uint32_t Lookout::number(std::string const& route) {
  if (route.empty()) return 0;
  auto const found = routes_.find(route);
  if (found != routes_.end()) return found->second;
  if (routes_.size() == kMaxRoutes) return 0;
  return routes_[route] = static_cast<std::uint32_t>(routes_.size() + 1);
}

std::optional<std::uint32_t> Lookout::route(std::string const& name) const {
  auto const found = routes_.find(name);
  return found == routes_.end() ? std::nullopt : std::optional(found->second);
}

Target const* World::find(std::uint32_t handle) const {
  auto const at = std::lower_bound(targets.begin(), targets.end(), handle,
                                   [](Target const& t, std::uint32_t h) { return t.handle < h; });
  return at != targets.end() && at->handle == handle ? &*at : nullptr;
}

Hull hull_of(Target const& t) {
  auto const& p = t.profile;
  return {.reference = t.position,
          .velocity_east_mps = t.track->velocity_east_mps,
          .velocity_north_mps = t.track->velocity_north_mps,
          .heading_rad = heading_rad(t),
          .ahead_m = p.ahead_m,
          .astern_m = p.astern_m,
          .left_m = p.left_m,
          .right_m = p.right_m};
}

} // namespace dalian::alarms
