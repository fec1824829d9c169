#include "connectors/roads/road_network.hpp"

#include "twin/layout/street_links.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

namespace dalian::roads {
namespace {

constexpr double kSideways_mps2 = 2.0; // comfortable in bends (AASHTO Green Book: 0.2 g at urban speeds)
constexpr double kBrake_mps2 = 1.8;    // comfortable

double kmh(double v) {
  return v / 3.6;
}

/// Limits by class: design speeds of CJJ 37-2012 (urban) and JTG B01-2014 (expressways).
double speed_limit_mps(layout::Route const& route) {
  if (route.kind == layout::RouteClass::expressway) return kmh(100);
  if (route.kind == layout::RouteClass::road) return kmh(route.width_m >= 20 ? 60 : 70);
  double const half_m = route.width_m / 2;
  return kmh(half_m >= 10 ? 50 : half_m >= 6.5 ? 40 : 30);
}

double cross(MapPoint a, MapPoint b) {
  return a.east_m * b.north_m - a.north_m * b.east_m;
}
double dot(MapPoint a, MapPoint b) {
  return a.east_m * b.east_m + a.north_m * b.north_m;
}

struct Axis {
  std::vector<MapPoint> points;
  std::vector<double> heights, along;
};

/// The part of a route's line from `from_m` to `to_m`, in steps of at most 5 m.
Axis part_of(layout::Route const& route, double from_m, double to_m) {
  std::vector<double> along{0};
  for (std::size_t i = 1; i < route.line.size(); ++i)
    along.push_back(along.back() + distance_m(route.line[i - 1], route.line[i]));
  Axis axis;
  auto const steps = static_cast<std::size_t>(std::max(2.0, std::ceil((to_m - from_m) / 5)));
  std::size_t k = 1;
  for (std::size_t i = 0; i <= steps; ++i) {
    double const s = std::lerp(from_m, to_m, static_cast<double>(i) / static_cast<double>(steps));
    while (k + 1 < along.size() && along[k] < s)
      ++k;
    double const f = std::clamp((s - along[k - 1]) / std::max(1e-9, along[k] - along[k - 1]), 0.0, 1.0);
    axis.points.push_back({std::lerp(route.line[k - 1].east_m, route.line[k].east_m, f),
                           std::lerp(route.line[k - 1].north_m, route.line[k].north_m, f)});
    bool const known = route.height_m.size() == route.line.size();
    axis.heights.push_back(
        known ? std::lerp(static_cast<double>(route.height_m[k - 1]), static_cast<double>(route.height_m[k]), f) : 0);
  }
  return axis;
}

/// Moved to the right, along the normals of its chords.
std::vector<MapPoint> aside(std::vector<MapPoint> const& line, double right_m) {
  std::vector<MapPoint> out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    auto const a = line[i == 0 ? 0 : i - 1], b = line[std::min(i + 1, line.size() - 1)];
    double const length = std::max(1e-9, distance_m(a, b));
    out.push_back({line[i].east_m + right_m * (b.north_m - a.north_m) / length,
                   line[i].north_m - right_m * (b.east_m - a.east_m) / length});
  }
  return out;
}

/// Metres and difference of height from the point at `index` of `a` to the nearest of `b`, whose points are 5 m apart.
std::pair<double, double> from_axis(Axis const& a, std::size_t index, Axis const& b) {
  double best = 1e12, height = 0; // square metres
  for (std::size_t i = 0; i + 1 < b.points.size(); ++i) {
    auto const q = b.points[i], r = b.points[i + 1], p = a.points[index];
    MapPoint const along{r.east_m - q.east_m, r.north_m - q.north_m}, to{p.east_m - q.east_m, p.north_m - q.north_m};
    double const t = std::clamp(dot(to, along) / std::max(1e-9, dot(along, along)), 0.0, 1.0);
    MapPoint const off{to.east_m - t * along.east_m, to.north_m - t * along.north_m};
    double const d = dot(off, off);
    if (d >= best) continue;
    best = d;
    height = std::abs(std::lerp(b.heights[i], b.heights[i + 1], t) - a.heights[index]);
  }
  return {std::sqrt(best), height};
}

/// Streets that the layout draws twice at one place: only the first is driven.
class Driven {
 public:
  /// Whether `part` lies on none that was added before, which adds it.
  bool add(Axis const& part) {
    constexpr double kSame_m = 2;
    auto const [west, east] = std::ranges::minmax(part.points, {}, &MapPoint::east_m);
    auto const [south, north] = std::ranges::minmax(part.points, {}, &MapPoint::north_m);
    auto const n = part.points.size();
    for (auto const& other : parts_) {
      if (other.low.east_m > east.east_m || other.high.east_m < west.east_m || other.low.north_m > north.north_m ||
          other.high.north_m < south.north_m)
        continue;
      bool const same = std::ranges::all_of(std::array{n / 4, n / 2, 3 * n / 4}, [&](std::size_t i) {
        auto const [away, height] = from_axis(part, i, other.axis);
        return away < kSame_m && height < kSame_m;
      });
      if (same) return false;
    }
    parts_.push_back({part, {west.east_m, south.north_m}, {east.east_m, north.north_m}});
    return true;
  }

 private:
  struct Known {
    Axis axis;
    MapPoint low, high;
  };
  std::vector<Known> parts_;
};

} // namespace

RoadNetwork::RoadNetwork(layout::City const& city) {
  add_links(city);
  add_dead_ends();
  set_lights();
  for (std::uint32_t i = 0; i < crossings_.size(); ++i) {
    add_movements(i);
    find_conflicts(crossings_[i]);
  }
  find_conflicts_beyond();
  set_entries();
}

/// Two junctions with a lane between them on which nobody can wait are worked as one: no light stands on that lane.
void RoadNetwork::set_lights() {
  for (auto& crossing : crossings_)
    for (auto& arm : crossing.arms)
      arm.light = crossing.signals && arm.in != kNone && links_[arm.in].length_m > kTooShort_m;
}

StripId RoadNetwork::add_strip(Strip strip, Line const& line, double limit_mps) {
  std::vector<double> along{0};
  for (std::size_t i = 1; i < line.points.size(); ++i)
    along.push_back(along.back() + distance_m(line.points[i - 1], line.points[i]));
  strip.length_m = std::max(0.5, along.back());
  double const wanted = strip.movement ? 1 : 5;
  auto const steps = static_cast<std::uint32_t>(std::max(1.0, std::ceil(strip.length_m / wanted)));
  strip.step_m = strip.length_m / steps;
  strip.first = static_cast<std::uint32_t>(samples_.size());
  strip.count = steps + 1;
  strip.limit_mps = limit_mps;
  std::size_t k = 1;
  for (std::uint32_t i = 0; i <= steps; ++i) {
    double const s = i * strip.step_m;
    while (k + 1 < along.size() && along[k] < s)
      ++k;
    double const f = std::clamp((s - along[k - 1]) / std::max(1e-9, along[k] - along[k - 1]), 0.0, 1.0);
    samples_.push_back({{std::lerp(line.points[k - 1].east_m, line.points[k].east_m, f),
                         std::lerp(line.points[k - 1].north_m, line.points[k].north_m, f)},
                        static_cast<float>(std::lerp(line.heights[k - 1], line.heights[k], f)),
                        static_cast<float>(limit_mps)});
  }
  slow_in_bends(strip);
  strips_.push_back(strip);
  from_.emplace_back();
  return static_cast<StripId>(strips_.size() - 1);
}

/// The limit of each sample by the radius there, then backwards by what can be braked.
void RoadNetwork::slow_in_bends(Strip const& strip) {
  auto* const s = samples_.data() + strip.first;
  std::uint32_t const reach = strip.movement ? 3 : 2;
  for (std::uint32_t i = reach; i + reach < strip.count; ++i) {
    MapPoint const a{s[i].at.east_m - s[i - reach].at.east_m, s[i].at.north_m - s[i - reach].at.north_m};
    MapPoint const b{s[i + reach].at.east_m - s[i].at.east_m, s[i + reach].at.north_m - s[i].at.north_m};
    double const turn = std::abs(std::atan2(cross(a, b), dot(a, b)));
    if (turn < 1e-4) continue;
    double const radius = reach * strip.step_m / turn;
    float const limit = static_cast<float>(std::max(2.0, std::sqrt(kSideways_mps2 * radius)));
    for (std::uint32_t k = i - reach; k <= i + reach; ++k)
      s[k].limit_mps = std::min(s[k].limit_mps, limit);
  }
  for (std::uint32_t i = strip.count - 1; i-- > 0;)
    s[i].limit_mps = std::min(s[i].limit_mps, static_cast<float>(std::sqrt(s[i + 1].limit_mps * s[i + 1].limit_mps +
                                                                           2 * kBrake_mps2 * strip.step_m)));
}

void RoadNetwork::add_link(layout::Route const& route, Link link, double stop_before_m) {
  auto const profile = layout::street_profile(route);
  link.half_m = profile.half_m;
  link.lanes = static_cast<std::uint32_t>(profile.lanes);
  link.expressway = route.kind == layout::RouteClass::expressway;
  link.speed_mps = speed_limit_mps(route);
  link.length_m = link.to_m - link.from_m;
  auto axis = part_of(route, link.from_m, link.to_m);
  if (!link.forward) {
    std::reverse(axis.points.begin(), axis.points.end());
    std::reverse(axis.heights.begin(), axis.heights.end());
  }
  link.first_lane = static_cast<StripId>(strips_.size());
  for (std::uint32_t n = 0; n < link.lanes; ++n) {
    Strip lane;
    lane.owner = static_cast<std::uint32_t>(links_.size());
    lane.lane = n;
    auto const id =
        add_strip(lane, {aside(axis.points, profile.lane_middle_m(static_cast<int>(n))), axis.heights}, link.speed_mps);
    strips_[id].stop_m = std::max(0.3, strips_[id].length_m - stop_before_m);
  }
  links_.push_back(link);
}

void RoadNetwork::add_links(layout::City const& city) {
  auto const junctions = layout::find_junctions(city.routes);
  auto const cut = layout::cut_links(city.routes, junctions);
  struct End {
    std::uint32_t junction, arm;
  };
  std::map<std::tuple<std::uint32_t, bool, long>, End> mouths; // route, leads forward, millimetres along
  auto const key = [](std::uint32_t route, bool forward, double m) {
    return std::tuple(route, forward, std::lround(m * 1000));
  };
  for (std::uint32_t j = 0; j < junctions.size(); ++j) {
    auto const& junction = junctions[j];
    Crossing crossing{j, junction.centre, junction.height_m, junction.signals, {}, {}, {}, {}, {}};
    for (std::uint32_t a = 0; a < junction.arms.size(); ++a) {
      auto const& arm = junction.arms[a];
      mouths[key(arm.route, arm.forward, arm.along_m)] = {j, a};
      crossing.arms.push_back({kNone, kNone, arm.away, arm.half_m});
    }
    crossings_.push_back(std::move(crossing));
  }
  auto const stop_before = [](layout::Mouth marks) {
    return marks == layout::Mouth::crossing    ? layout::kStopBeforeZebra_m
           : marks == layout::Mouth::stop_line ? layout::kStopAlone_m
                                               : 0.5;
  };
  Driven driven;
  for (std::uint32_t r = 0; r < city.routes.size(); ++r) {
    auto const& route = city.routes[r];
    bool const drives = layout::is_street(route.kind) || route.kind == layout::RouteClass::expressway;
    if (!drives || layout::is_path(route) || layout::street_profile(route).one_way) continue;
    for (auto const& part : cut[r]) {
      if (!driven.add(part_of(route, part.from_m, part.to_m))) continue;
      auto const at_start = mouths.find(key(r, true, part.from_m)), at_end = mouths.find(key(r, false, part.to_m));
      for (bool const forward : {true, false}) {
        auto const ahead = forward ? at_end : at_start, behind = forward ? at_start : at_end;
        auto const number = static_cast<std::uint32_t>(links_.size());
        Link link;
        link.route = r;
        link.forward = forward;
        link.from_m = part.from_m;
        link.to_m = part.to_m;
        layout::Mouth marks = forward ? part.ahead : part.behind;
        if (ahead != mouths.end()) {
          link.ahead = ahead->second.junction;
          link.arm_ahead = ahead->second.arm;
          crossings_[link.ahead].arms[link.arm_ahead].in = number;
          link.yields = junctions[link.ahead].arms[link.arm_ahead].marks != layout::Mouth::open;
        }
        if (behind != mouths.end()) {
          link.behind = behind->second.junction;
          crossings_[link.behind].arms[behind->second.arm].out = number;
        }
        add_link(route, link, stop_before(marks));
      }
    }
  }
}

/// Where a street ends one turns round; expressways and country roads go on beyond the map.
void RoadNetwork::add_dead_ends() {
  for (std::uint32_t i = 0; i < links_.size(); ++i) {
    auto& link = links_[i];
    if (link.ahead != kNone || link.expressway) continue;
    auto const back = link.forward ? i + 1 : i - 1; // made as a pair
    auto const end = at(link.first_lane, strips_[link.first_lane].length_m);
    Crossing crossing{kNone, end.at, end.height_m, false, {}, {}, {}, {}, {}};
    crossing.arms.push_back({i, back, {-end.ahead.east_m, -end.ahead.north_m}, link.half_m});
    link.ahead = links_[back].behind = static_cast<std::uint32_t>(crossings_.size());
    link.arm_ahead = 0;
    constexpr double kRoom_m = 12; // for those who turn round, before the one who waits
    for (std::uint32_t n = 0; n < link.lanes; ++n) {
      auto& lane = strips_[link.first_lane + n];
      lane.stop_m = std::max(0.3, lane.length_m - kRoom_m);
    }
    crossings_.push_back(std::move(crossing));
  }
}

Place3 RoadNetwork::at(StripId id, double along_m) const {
  auto const& strip = strips_[id];
  double const t = std::clamp(along_m / strip.step_m, 0.0, static_cast<double>(strip.count - 1));
  auto const i = std::min(static_cast<std::uint32_t>(t), strip.count - 2);
  auto const &a = samples_[strip.first + i], &b = samples_[strip.first + i + 1];
  double const f = t - i, length = std::max(1e-9, distance_m(a.at, b.at));
  return {{std::lerp(a.at.east_m, b.at.east_m, f), std::lerp(a.at.north_m, b.at.north_m, f)},
          std::lerp(static_cast<double>(a.height_m), static_cast<double>(b.height_m), f),
          {(b.at.east_m - a.at.east_m) / length, (b.at.north_m - a.at.north_m) / length}};
}

double RoadNetwork::limit_mps(StripId id, double along_m) const {
  auto const& strip = strips_[id];
  auto const i =
      static_cast<std::uint32_t>(std::clamp(along_m / strip.step_m, 0.0, static_cast<double>(strip.count - 1)));
  return samples_[strip.first + i].limit_mps;
}

std::optional<std::uint32_t> RoadNetwork::nearest_link(MapPoint p, double reach_m) const {
  std::optional<std::uint32_t> best;
  double best_m = reach_m;
  for (std::uint32_t i = 0; i < links_.size(); ++i) {
    auto const& strip = strips_[links_[i].first_lane + links_[i].lanes - 1];
    if (links_[i].expressway) continue;
    for (std::uint32_t k = 0; k < strip.count; ++k)
      if (double const d = distance_m(samples_[strip.first + k].at, p); d < best_m) {
        best_m = d;
        best = i;
      }
  }
  return best;
}

/// What a lane's entrance and a movement's must keep to.
void RoadNetwork::set_entries() {
  for (auto& s : strips_)
    if (!s.movement) {
      s.entry_mps = samples_[s.first].limit_mps;
      auto const& link = links_[s.owner];
      bool const stops = link.ahead != kNone && crossings_[link.ahead].arms.size() != 2;
      if (stops) s.entry_mps = std::min(s.entry_mps, std::max(2.0, std::sqrt(2 * kBrake_mps2 * s.stop_m)));
    }
  for (auto& s : strips_)
    if (s.movement) {
      double const next = strips_[s.to].entry_mps;
      s.entry_mps =
          std::min<double>(samples_[s.first].limit_mps, std::sqrt(next * next + 2 * kBrake_mps2 * s.length_m));
    }
}

} // namespace dalian::roads
