// Pairs that meet: each pair is looked at once, from the faster of the two, among what is near enough to matter.
#include "twin/alarms/find.hpp"
#include "twin/state/spatial_grid.hpp"

#include <algorithm>

namespace dalian::alarms {
namespace {

/// How far and how long the rule looks.
struct Range {
  double distance_m, horizon_s, least_speed_mps;
};

/// What the search for candidates reads of a target, in the order of the grid's points: neighbours lie together.
struct Probe {
  double speed_mps;
  float velocity_east_mps, velocity_north_mps;
  float reach_m;
  std::uint32_t target; // index in World::targets
};

struct Candidates {
  state::SpatialGrid grid;
  std::vector<Probe> probes;
  float largest_m; // reach of the largest hull
};

template <class Wanted>
Candidates candidates(Search const& s, Range const& range, Wanted&& wanted) {
  std::vector<state::SpatialGrid::Point> points;
  double fastest_mps = 0;
  float largest_m = 0;
  each_watched(s, [&](Target const& t) {
    if (!wanted(t)) return;
    points.push_back({t.position, static_cast<std::uint32_t>(&t - s.world.targets.data())});
    fastest_mps = std::max(fastest_mps, t.speed_mps);
    largest_m = std::max(largest_m, t.profile.reach_m);
  });
  double const cell_m = std::clamp(fastest_mps * range.horizon_s, 30.0, 2'000.0);
  Candidates c{state::SpatialGrid(points, cell_m), {}, largest_m};
  for (auto const& point : c.grid.points()) {
    Target const& t = s.world.targets[point.handle];
    c.probes.push_back(
        {t.speed_mps, t.track->velocity_east_mps, t.track->velocity_north_mps, t.profile.reach_m, point.handle});
  }
  return c;
}

/// Calls judge(a, b) with a.handle < b.handle for every pair of targets whose reference points come as near as hulls
/// and distance ask for.
template <class Judge>
void each_pair(Search const& s, Candidates const& c, Range const& range, Judge&& judge) {
  auto const points = c.grid.points();
  for (std::size_t i = 0; i < points.size(); ++i) {
    Probe const& fast = c.probes[i];
    if (fast.speed_mps < range.least_speed_mps) continue;
    MapPoint const at = points[i].position;
    double const r = range.distance_m + fast.reach_m + c.largest_m + 2 * fast.speed_mps * range.horizon_s;
    c.grid.for_each_in({{at.east_m - r, at.north_m - r}, {at.east_m + r, at.north_m + r}}, [&](auto const& point) {
      auto const j = static_cast<std::size_t>(&point - points.data());
      Probe const& slow = c.probes[j];
      if (slow.speed_mps > fast.speed_mps || (slow.speed_mps == fast.speed_mps && j <= i)) return;
      double const near_m = range.distance_m + fast.reach_m + slow.reach_m;
      RelativeMotion const motion{point.position.east_m - at.east_m, point.position.north_m - at.north_m,
                                  slow.velocity_east_mps - fast.velocity_east_mps,
                                  slow.velocity_north_mps - fast.velocity_north_mps};
      if (least_distance2(motion, range.horizon_s) > near_m * near_m) return;
      auto const [a, b] = std::minmax(fast.target, slow.target);
      judge(s.world.targets[a], s.world.targets[b]);
    });
  }
}

void find_collisions(Search const& s, TimeToCollision const& rule, std::vector<Finding>& findings) {
  double const horizon_s = rule.below_s + rule.hysteresis_s;
  Range const range{0, horizon_s, rule.min_closing_mps / 2};
  auto const found = candidates(s, range, [&](Target const& t) { return !rule.same_route || t.profile.route != 0; });
  each_pair(s, found, range, [&](Target const& a, Target const& b) {
    if (rule.same_route && a.profile.route != b.profile.route) return;
    Encounter const e = meet(hull_of(a), hull_of(b), horizon_s);
    if (e.closing_mps < rule.min_closing_mps || e.contact_s > horizon_s) return;
    Key const key{s.index, a.handle, b.handle};
    if (e.contact_s < rule.below_s || s.watches.held(key)) findings.push_back({key, e.contact_s});
  });
}

void find_close_approaches(Search const& s, ClosestApproach const& rule, std::vector<Finding>& findings) {
  double const far_m = rule.distance_m + rule.hysteresis_m;
  Range const range{far_m, rule.within_s, rule.min_speed_mps};
  auto const found = candidates(s, range, [](Target const&) { return true; });
  each_pair(s, found, range, [&](Target const& a, Target const& b) {
    Encounter const e = meet(hull_of(a), hull_of(b), rule.within_s);
    if (e.closing_mps <= 0 || e.distance_m >= far_m) return;
    Key const key{s.index, a.handle, b.handle};
    if (e.distance_m < rule.distance_m || s.watches.held(key)) findings.push_back({key, e.distance_m});
  });
}

} // namespace

void find_pairs(Search const& s, std::vector<Finding>& findings) {
  auto const first = static_cast<std::ptrdiff_t>(findings.size());
  if (auto const* collision = std::get_if<TimeToCollision>(&s.rule().test))
    find_collisions(s, *collision, findings);
  else
    find_close_approaches(s, std::get<ClosestApproach>(s.rule().test), findings);
  std::sort(findings.begin() + first, findings.end(), [](Finding const& x, Finding const& y) { return x.key < y.key; });
}

} // namespace dalian::alarms
