#include "twin/layout/junctions.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <unordered_map>

namespace dalian::layout {
namespace {

constexpr double kCell_m = 250, kJoin_m = 4, kMostRise_m = 2.5, kCluster_m = 32, kShortestArm_m = 14;
constexpr double kLongestMouth_m = 60, kStep_m = 1;

MapPoint minus(MapPoint a, MapPoint b) {
  return {a.east_m - b.east_m, a.north_m - b.north_m};
}
MapPoint plus(MapPoint a, double k, MapPoint b) {
  return {a.east_m + k * b.east_m, a.north_m + k * b.north_m};
}
double cross(MapPoint a, MapPoint b) {
  return a.east_m * b.north_m - a.north_m * b.east_m;
}
double dot(MapPoint a, MapPoint b) {
  return a.east_m * b.east_m + a.north_m * b.north_m;
}
MapPoint right_of(MapPoint a) {
  return {a.north_m, -a.east_m};
}

/// A line with its length so far at every point.
struct Axis {
  Route const* route;
  std::vector<double> along_m;
  double length_m() const { return along_m.back(); }
};

struct Place {
  MapPoint at, direction;
  double height_m;
};

Axis axis_of(Route const& route) {
  Axis axis{&route, {0}};
  for (std::size_t i = 1; i < route.line.size(); ++i)
    axis.along_m.push_back(axis.along_m.back() + distance_m(route.line[i - 1], route.line[i]));
  return axis;
}

Place place_at(Axis const& axis, double along_m) {
  auto const next = std::upper_bound(axis.along_m.begin() + 1, axis.along_m.end() - 1, along_m);
  auto const i = static_cast<std::size_t>(next - axis.along_m.begin());
  auto const& line = axis.route->line;
  double const leg = std::max(1e-6, axis.along_m[i] - axis.along_m[i - 1]), f = (along_m - axis.along_m[i - 1]) / leg;
  MapPoint const step = minus(line[i], line[i - 1]);
  auto const& h = axis.route->height_m;
  double const height = h.size() == line.size() ? std::lerp(h[i - 1], h[i], static_cast<float>(f)) : 0;
  return {plus(line[i - 1], f, step), {step.east_m / leg, step.north_m / leg}, height};
}

/// Nearest point of segment i to p: distance and length along the axis.
std::pair<double, double> nearest(Axis const& axis, std::size_t i, MapPoint p) {
  MapPoint const a = axis.route->line[i], d = minus(axis.route->line[i + 1], a);
  double const square = dot(d, d), t = square > 0 ? std::clamp(dot(minus(p, a), d) / square, 0.0, 1.0) : 0;
  return {distance_m(p, plus(a, t, d)), std::lerp(axis.along_m[i], axis.along_m[i + 1], t)};
}

struct Meeting {
  std::size_t a, b; // axes
  double along_a_m, along_b_m;
  MapPoint at;
};

std::int64_t cell_of(double east_m, double north_m) {
  return static_cast<std::int64_t>(std::floor(east_m / kCell_m)) * 1000003 +
         static_cast<std::int64_t>(std::floor(north_m / kCell_m));
}

class MeetingFinder {
 public:
  explicit MeetingFinder(std::vector<Axis> const& axes) : axes_(axes) {
    for (std::size_t k = 0; k < axes.size(); ++k)
      for (std::size_t i = 0; i + 1 < axes[k].route->line.size(); ++i)
        add({k, i});
  }

  std::vector<Meeting> find() {
    for (auto const& [key, segments] : cells_)
      for (std::size_t i = 0; i < segments.size(); ++i)
        for (std::size_t k = i + 1; k < segments.size(); ++k)
          if (segments[i].axis != segments[k].axis) try_crossing(segments[i], segments[k]);
    for (std::size_t k = 0; k < axes_.size(); ++k)
      for (double const end : {0.0, axes_[k].length_m()})
        try_end(k, end);
    std::sort(found_.begin(), found_.end(), [](Meeting const& x, Meeting const& y) {
      return std::tuple(x.at.east_m, x.at.north_m, x.a, x.b) < std::tuple(y.at.east_m, y.at.north_m, y.a, y.b);
    });
    return std::move(found_);
  }

 private:
  struct Segment {
    std::size_t axis, index;
  };

  void add(Segment s) {
    MapPoint const p = axes_[s.axis].route->line[s.index], q = axes_[s.axis].route->line[s.index + 1];
    for (double x = std::floor(std::min(p.east_m, q.east_m) / kCell_m); x * kCell_m <= std::max(p.east_m, q.east_m);
         ++x)
      for (double y = std::floor(std::min(p.north_m, q.north_m) / kCell_m);
           y * kCell_m <= std::max(p.north_m, q.north_m); ++y)
        cells_[cell_of(x * kCell_m, y * kCell_m)].push_back(s);
  }

  void take(Meeting const& m) {
    double const rise = place_at(axes_[m.a], m.along_a_m).height_m - place_at(axes_[m.b], m.along_b_m).height_m;
    if (std::abs(rise) < kMostRise_m) found_.push_back(m);
  }

  void try_crossing(Segment s, Segment t) {
    Axis const &a = axes_[s.axis], &b = axes_[t.axis];
    MapPoint const p = a.route->line[s.index], d = minus(a.route->line[s.index + 1], p);
    MapPoint const q = b.route->line[t.index], e = minus(b.route->line[t.index + 1], q);
    double const turn = cross(d, e);
    if (std::abs(turn) < 1e-9) return;
    double const f = cross(minus(q, p), e) / turn, g = cross(minus(q, p), d) / turn;
    if (f < 0 || f > 1 || g < 0 || g > 1) return;
    take({s.axis, t.axis, std::lerp(a.along_m[s.index], a.along_m[s.index + 1], f),
          std::lerp(b.along_m[t.index], b.along_m[t.index + 1], g), plus(p, f, d)});
  }

  void try_end(std::size_t k, double end_m) {
    MapPoint const p = place_at(axes_[k], end_m).at;
    std::unordered_map<std::size_t, std::pair<double, double>> best; // by axis: distance, along
    for (int x = -1; x <= 1; ++x)
      for (int y = -1; y <= 1; ++y) {
        auto const it = cells_.find(cell_of(p.east_m + x * 30, p.north_m + y * 30));
        if (it == cells_.end()) continue;
        for (Segment const& s : it->second) {
          if (s.axis == k) continue;
          auto const near = nearest(axes_[s.axis], s.index, p);
          auto const [entry, fresh] = best.try_emplace(s.axis, near);
          if (!fresh && near.first < entry->second.first) entry->second = near;
        }
      }
    for (auto const& [other, near] : best)
      if (near.first < axes_[other].route->width_m / 2 + kJoin_m) take({k, other, end_m, near.second, p});
  }

  std::vector<Axis> const& axes_;
  std::unordered_map<std::int64_t, std::vector<Segment>> cells_;
  std::vector<Meeting> found_;
};

/// Meetings near one another make one junction.
struct Cluster {
  MapPoint centre{};
  std::vector<Meeting> meetings;
};

std::vector<Cluster> cluster(std::vector<Meeting> const& meetings) {
  std::vector<Cluster> clusters;
  for (Meeting const& m : meetings) {
    auto const home = std::find_if(clusters.rbegin(), clusters.rend(),
                                   [&](Cluster const& c) { return distance_m(c.centre, m.at) < kCluster_m; });
    Cluster& c = home == clusters.rend() ? clusters.emplace_back() : *home;
    double const n = static_cast<double>(c.meetings.size());
    c.centre = {(c.centre.east_m * n + m.at.east_m) / (n + 1), (c.centre.north_m * n + m.at.north_m) / (n + 1)};
    c.meetings.push_back(m);
  }
  return clusters;
}

/// Kerbs turn in arcs of about this radius.
double corner_radius_m(double half_m, double other_half_m) {
  double const narrower = std::min(half_m, other_half_m);
  return narrower >= 10 ? 13 : narrower >= 6 ? 10 : 6;
}

struct Span {
  std::size_t axis;
  double low_m, high_m; // of the meetings along it
};

std::vector<Span> spans_of(Cluster const& cluster) {
  std::vector<Span> spans;
  for (Meeting const& m : cluster.meetings)
    for (auto const& [axis, along] : {std::pair{m.a, m.along_a_m}, std::pair{m.b, m.along_b_m}}) {
      auto const it =
          std::find_if(spans.begin(), spans.end(), [&axis = axis](Span const& s) { return s.axis == axis; });
      if (it == spans.end())
        spans.push_back({axis, along, along});
      else
        *it = {axis, std::min(it->low_m, along), std::max(it->high_m, along)};
    }
  return spans;
}

/// Places of all meetings along each axis, in order.
using MeetingPlaces = std::vector<std::vector<double>>;

MeetingPlaces places_of(std::vector<Meeting> const& meetings, std::size_t axes) {
  MeetingPlaces places(axes);
  for (Meeting const& m : meetings) {
    places[m.a].push_back(m.along_a_m);
    places[m.b].push_back(m.along_b_m);
  }
  for (auto& list : places)
    std::sort(list.begin(), list.end());
  return places;
}

class ArmMaker {
 public:
  ArmMaker(std::vector<Axis> const& axes, Cluster const& cluster, MeetingPlaces const& places)
      : axes_(axes), cluster_(cluster), places_(places), spans_(spans_of(cluster)) {}

  Junction make() {
    Junction j{cluster_.centre, 0, false, {}};
    for (Span const& span : spans_)
      for (bool const forward : {false, true})
        if (auto arm = arm_of(span, forward)) j.arms.push_back(*arm);
    auto const angle = [&](JunctionArm const& arm) {
      MapPoint const d = minus(arm.mouth, j.centre);
      return std::atan2(d.north_m, d.east_m);
    };
    std::sort(j.arms.begin(), j.arms.end(),
              [&](JunctionArm const& x, JunctionArm const& y) { return angle(x) < angle(y); });
    Meeting const& first = cluster_.meetings.front();
    j.height_m = place_at(axes_[first.a], first.along_a_m).height_m;
    return j;
  }

 private:
  std::optional<JunctionArm> arm_of(Span const& span, bool forward) const {
    Axis const& axis = axes_[span.axis];
    double const from = forward ? span.high_m : span.low_m, sign = forward ? 1 : -1;
    double const room = forward ? axis.length_m() - from : from;
    if (room < kShortestArm_m) return std::nullopt;
    double const half = axis.route->width_m / 2,
                 most = std::min({kLongestMouth_m, room - 4, room_before_next(span, forward)});
    double reach = std::min(2.0, most);
    while (reach < most && !clear(span.axis, place_at(axis, from + sign * reach), half))
      reach += kStep_m;
    Place const mouth = place_at(axis, from + sign * reach);
    return JunctionArm{static_cast<std::uint32_t>(span.axis),
                       forward,
                       from + sign * reach,
                       mouth.at,
                       {sign * mouth.direction.east_m, sign * mouth.direction.north_m},
                       half,
                       Mouth::open};
  }

  /// Half of the way to the next junction along the street, less a metre: theirs is the other half.
  double room_before_next(Span const& span, bool forward) const {
    auto const& list = places_[span.axis];
    double gap_m = 1e9;
    for (double const at : list) {
      double const ahead = forward ? at - span.high_m : span.low_m - at;
      if (ahead > 0.01) gap_m = std::min(gap_m, ahead);
    }
    return std::max(2.0, gap_m / 2 - 1);
  }

  /// Whether both edges of the carriageway here are a corner's radius away from every other street of the junction.
  bool clear(std::size_t self, Place const& place, double half_m) const {
    for (Span const& other : spans_) {
      if (other.axis == self) continue;
      Axis const& axis = axes_[other.axis];
      double const other_half = axis.route->width_m / 2;
      bool const goes_on = straight_on(self, place, other);
      double const wanted = other_half + (goes_on ? 0.0 : corner_radius_m(half_m, other_half));
      for (double const side : {-half_m, half_m})
        if (distance_to(other, plus(place.at, side, right_of(place.direction))) < wanted - (goes_on ? other_half : 0))
          return false;
    }
    return true;
  }

  /// Whether the other street only ends here and carries this one on, as a change of name does.
  bool straight_on(std::size_t self, Place const& place, Span const& other) const {
    if (spans_.size() != 2) return false;
    auto const ends = [&](Span const& s) {
      return s.low_m < kShortestArm_m || s.high_m > axes_[s.axis].length_m() - kShortestArm_m;
    };
    Span const& mine = spans_[0].axis == self ? spans_[0] : spans_[1];
    if (!ends(mine) || !ends(other)) return false;
    Place const there = place_at(axes_[other.axis], (other.low_m + other.high_m) / 2);
    return std::abs(dot(place.direction, there.direction)) > 0.94;
  }

  /// From the part of a street that belongs to the junction.
  double distance_to(Span const& span, MapPoint p) const {
    Axis const& axis = axes_[span.axis];
    double best = 1e9;
    for (std::size_t i = 0; i + 1 < axis.along_m.size(); ++i)
      if (axis.along_m[i + 1] > span.low_m - 150 && axis.along_m[i] < span.high_m + 150)
        best = std::min(best, nearest(axis, i, p).first);
    return best;
  }

  std::vector<Axis> const& axes_;
  Cluster const& cluster_;
  MeetingPlaces const& places_;
  std::vector<Span> spans_;
};

/// Signals where a wide street meets another that is no lane; elsewhere the narrower gives way.
void give_marks(Junction& j) {
  if (j.arms.size() < 3) return;
  double widest = 0, narrowest = 1e9;
  for (JunctionArm const& arm : j.arms) {
    widest = std::max(widest, arm.half_m);
    narrowest = std::min(narrowest, arm.half_m);
  }
  j.signals = widest >= 10 && narrowest >= 6;
  for (JunctionArm& arm : j.arms) {
    bool const gives_way = arm.half_m < widest - 0.5;
    if (j.signals || (gives_way && arm.half_m >= 6) || (widest == narrowest && widest >= 6))
      arm.marks = Mouth::crossing;
    else if (gives_way)
      arm.marks = Mouth::stop_line;
  }
}

} // namespace

std::vector<Junction> find_junctions(std::vector<Route> const& routes) {
  std::vector<Axis> axes;
  std::vector<std::uint32_t> index;
  for (std::size_t i = 0; i < routes.size(); ++i)
    if (is_street(routes[i].kind) && routes[i].line.size() > 1 && !street_profile(routes[i]).one_way &&
        !is_path(routes[i])) {
      axes.push_back(axis_of(routes[i]));
      index.push_back(static_cast<std::uint32_t>(i));
    }
  std::vector<Junction> junctions;
  std::vector<Meeting> const meetings = MeetingFinder(axes).find();
  MeetingPlaces const places = places_of(meetings, axes.size());
  for (Cluster const& c : cluster(meetings)) {
    Junction j = ArmMaker(axes, c, places).make();
    if (j.arms.size() < 2) continue;
    for (JunctionArm& arm : j.arms)
      arm.route = index[arm.route];
    give_marks(j);
    junctions.push_back(std::move(j));
  }
  return junctions;
}

} // namespace dalian::layout
