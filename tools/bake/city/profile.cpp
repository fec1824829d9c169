#include "tools/bake/city/profile.hpp"

#include "tools/bake/city/routes.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace dalian::bake {
namespace {

using layout::Route;
using layout::RouteClass;

double steepest(RouteClass kind) {
  switch (kind) {
  case RouteClass::high_speed_rail:
    return 0.025;
  case RouteClass::rail:
    return 0.02;
  case RouteClass::metro:
    return 0.035;
  case RouteClass::expressway:
    return 0.045;
  default:
    return 0.07;
  }
}

/// Half the length over which the ground is averaged.
double calm_m(RouteClass kind) {
  if (kind == RouteClass::high_speed_rail || kind == RouteClass::expressway) return 600;
  return is_rail(kind) ? 450 : kind == RouteClass::street ? 90 : 220;
}

/// Segments of routes that have heights already, by cells of 200 m.
class CrossingIndex {
 public:
  struct Hit {
    Route const* route;
    double distance_m, height_m;
  };

  void add(Route const& route) {
    for (std::size_t i = 0; i + 1 < route.line.size(); ++i)
      for (auto const cell : {key(route.line[i]), key(route.line[i + 1])})
        if (auto& list = cells_[cell]; list.empty() || list.back().route != &route || list.back().segment != i)
          list.push_back({&route, i});
  }

  /// The nearest point of every route within `reach_m` (below 150 m) of `p`.
  std::vector<Hit> near(MapPoint p, double reach_m) const {
    std::vector<Hit> hits;
    for (int dx = -1; dx <= 1; ++dx)
      for (int dy = -1; dy <= 1; ++dy) {
        auto const it = cells_.find(key({p.east_m + dx * kCell_m, p.north_m + dy * kCell_m}));
        if (it == cells_.end()) continue;
        for (Entry const& entry : it->second)
          take(entry, p, reach_m, hits);
      }
    return hits;
  }

 private:
  static constexpr double kCell_m = 200;
  struct Entry {
    Route const* route;
    std::size_t segment;
  };

  static std::int64_t key(MapPoint p) {
    return static_cast<std::int64_t>(std::floor(p.east_m / kCell_m)) * 1000003 +
           static_cast<std::int64_t>(std::floor(p.north_m / kCell_m));
  }

  static void take(Entry const& entry, MapPoint p, double reach_m, std::vector<Hit>& hits) {
    Line const& line = entry.route->line;
    Nearest const n = nearest_on({line[entry.segment], line[entry.segment + 1]}, false, p);
    if (n.distance_m > reach_m + entry.route->width_m / 2) return;
    double const height = std::lerp(entry.route->height_m[entry.segment], entry.route->height_m[entry.segment + 1],
                                    static_cast<float>(n.fraction));
    auto const it = std::find_if(hits.begin(), hits.end(), [&](Hit const& h) { return h.route == entry.route; });
    if (it == hits.end())
      hits.push_back({entry.route, n.distance_m, height});
    else if (n.distance_m < it->distance_m)
      *it = {entry.route, n.distance_m, height};
  }

  std::unordered_map<std::int64_t, std::vector<Entry>> cells_;
};

/// One route while its heights are found.
struct Profile {
  std::vector<double> along_m, ground_m, height_m;
  std::vector<double> least_m;  // not below
  std::vector<double> pinned_m; // exactly, where not NaN
};

Profile survey(Route const& route, layout::Terrain const& terrain) {
  Profile profile;
  double along = 0;
  for (std::size_t i = 0; i < route.line.size(); ++i) {
    if (i > 0) along += distance_m(route.line[i - 1], route.line[i]);
    profile.along_m.push_back(along);
    profile.ground_m.push_back(terrain.height_at(route.line[i]));
  }
  profile.pinned_m.assign(route.line.size(), std::nan(""));
  return profile;
}

void set_bounds(Route const& route, CrossingIndex const& crossings, Profile& profile) {
  double const deepest_cut = is_rail(route.kind) || route.kind == RouteClass::expressway ? 22 : 9;
  for (std::size_t i = 0; i < route.line.size(); ++i) {
    bool const over_water = profile.ground_m[i] < 0.4;
    double least = over_water ? kClearOverWater_m + 1.5 : std::max(1.2, profile.ground_m[i] - deepest_cut);
    // Points are up to 40 m apart: what crosses between two of them must be seen from one.
    for (auto const& hit : crossings.near(route.line[i], route.width_m / 2 + 6 + 20)) {
      bool const at_grade = (is_road(hit.route->kind) && hit.route->kind != RouteClass::expressway) &&
                            (is_road(route.kind) || route.kind == RouteClass::test_route) &&
                            route.kind != RouteClass::expressway;
      bool const same_line = route.kind == RouteClass::test_route && hit.distance_m < 3;
      if (at_grade || same_line)
        profile.pinned_m[i] = hit.height_m;
      else if (hit.route->kind == RouteClass::river)
        least = std::max(least, hit.height_m + 3);
      else
        least = std::max(least, hit.height_m + kClearOverRoute_m);
    }
    profile.least_m.push_back(least);
  }
}

/// Mean of `values` within `reach_m` along the line; the ends keep what they have.
std::vector<double> averaged(std::vector<double> const& along_m, std::vector<double> const& values, double reach_m) {
  std::vector<double> out(values.size());
  for (std::size_t i = 0, low = 0; i < values.size(); ++i) {
    while (along_m[i] - along_m[low] > reach_m)
      ++low;
    double sum = 0, weights = 0;
    for (std::size_t k = low; k < values.size() && along_m[k] - along_m[i] <= reach_m; ++k) {
      double const w = 1 - std::abs(along_m[k] - along_m[i]) / (reach_m * 1.0001);
      sum += w * values[k];
      weights += w;
    }
    out[i] = sum / weights;
  }
  return out;
}

/// Raises heights so that none lies below a neighbour's by more than the grade allows: ramps up to what is fixed.
void raise_to_grade(Profile& profile, double grade) {
  auto& h = profile.height_m;
  for (std::size_t i = 1; i < h.size(); ++i)
    h[i] = std::max(h[i], h[i - 1] - grade * (profile.along_m[i] - profile.along_m[i - 1]));
  for (std::size_t i = h.size() - 1; i > 0; --i)
    h[i - 1] = std::max(h[i - 1], h[i] - grade * (profile.along_m[i] - profile.along_m[i - 1]));
}

void hold_bounds(Profile& profile) {
  for (std::size_t i = 0; i < profile.height_m.size(); ++i) {
    profile.height_m[i] = std::max(profile.height_m[i], profile.least_m[i]);
    if (!std::isnan(profile.pinned_m[i])) profile.height_m[i] = profile.pinned_m[i];
  }
}

/// Between level crossings the profile leaves and meets them on the steepest grade at most.
void ease_into_pins(Profile& profile, double grade) {
  auto& h = profile.height_m;
  for (std::size_t i = 0; i < h.size(); ++i) {
    if (std::isnan(profile.pinned_m[i])) continue;
    for (int side : {-1, 1}) {
      for (auto k = static_cast<std::ptrdiff_t>(i) + side; k >= 0 && k < static_cast<std::ptrdiff_t>(h.size());
           k += side) {
        auto const at = static_cast<std::size_t>(k);
        double const reach = grade * std::abs(profile.along_m[at] - profile.along_m[i]);
        if (!std::isnan(profile.pinned_m[at]) || std::abs(h[at] - h[i]) <= reach) break;
        h[at] = std::clamp(h[at], h[i] - reach, h[i] + reach);
      }
    }
  }
}

void give_land_heights(Route& route, CrossingIndex const& crossings, layout::Terrain const& terrain) {
  Profile profile = survey(route, terrain);
  set_bounds(route, crossings, profile);
  std::vector<double> base = profile.ground_m;
  for (double& h : base)
    h = std::max(h, 1.5);
  profile.height_m = averaged(profile.along_m, base, calm_m(route.kind));
  hold_bounds(profile);
  raise_to_grade(profile, steepest(route.kind));
  profile.height_m = averaged(profile.along_m, profile.height_m, 70);
  hold_bounds(profile);
  ease_into_pins(profile, steepest(route.kind) * 1.3);
  route.height_m.assign(profile.height_m.begin(), profile.height_m.end());
}

/// Never uphill from source to mouth, a little below the banks.
void give_river_heights(Route& route, layout::Terrain const& terrain) {
  double level = 1e9;
  std::vector<double> along, heights;
  for (MapPoint const p : route.line) {
    along.push_back(along.empty() ? 0 : along.back() + 1);
    level = std::min(level, std::max(0.05, static_cast<double>(terrain.height_at(p)) - 1.6));
    heights.push_back(level);
  }
  heights = averaged(along, heights, 12);
  route.height_m.assign(heights.begin(), heights.end());
}

// ---- grading
// ---------------------------------------------------------------------------------------------------------

/// What one route asks of the samples beside it.
class GradeRequest {
 public:
  explicit GradeRequest(layout::TerrainGrid& grid)
      : grid_(grid), distance_(grid.height_m.size(), std::numeric_limits<float>::infinity()),
        target_(grid.height_m.size()) {}

  void segment(Route const& route, std::size_t i, double reach_m) {
    MapPoint const a = route.line[i], b = route.line[i + 1];
    Box box = box_of({a, b});
    auto const first = [&](double v, double origin) {
      return std::max(0.0, std::ceil((v - reach_m - origin) / grid_.spacing_m));
    };
    auto const last = [&](double v, double origin, std::uint32_t n) {
      return std::min(n - 1.0, std::floor((v + reach_m - origin) / grid_.spacing_m));
    };
    for (double row = first(box.low.north_m, grid_.origin.north_m);
         row <= last(box.high.north_m, grid_.origin.north_m, grid_.rows); ++row)
      for (double column = first(box.low.east_m, grid_.origin.east_m);
           column <= last(box.high.east_m, grid_.origin.east_m, grid_.columns); ++column) {
        MapPoint const p = grid_.origin + grid_.spacing_m * MapPoint{column, row};
        Nearest const n = nearest_on({a, b}, false, p);
        auto const index = static_cast<std::size_t>(row) * grid_.columns + static_cast<std::size_t>(column);
        if (n.distance_m > reach_m || n.distance_m >= distance_[index]) continue;
        if (std::isinf(distance_[index])) touched_.push_back(index);
        distance_[index] = static_cast<float>(n.distance_m);
        target_[index] = std::lerp(route.height_m[i], route.height_m[i + 1], static_cast<float>(n.fraction));
      }
  }

  /// Full effect within `flat_m` of the axis, none beyond `reach_m`. `offset_m` is added to the route's height.
  void apply(double flat_m, double reach_m, float offset_m, bool only_down) {
    for (std::size_t const index : touched_) {
      double const weight = 1 - smooth_step(flat_m, reach_m, distance_[index]);
      float& height = grid_.height_m[index];
      float const graded = std::lerp(height, target_[index] + offset_m, static_cast<float>(weight));
      if (height > 0.3F) height = only_down ? std::min(height, graded) : std::max(graded, 0.3F);
      distance_[index] = std::numeric_limits<float>::infinity();
    }
    touched_.clear();
  }

 private:
  layout::TerrainGrid& grid_;
  std::vector<float> distance_, target_;
  std::vector<std::size_t> touched_;
};

bool crosses_river(std::vector<Route> const& routes, MapPoint p) {
  return std::any_of(routes.begin(), routes.end(), [&](Route const& r) {
    return r.kind == RouteClass::river && box_of(r.line).contains(p, 40) &&
           nearest_on(r.line, false, p).distance_m < r.width_m / 2 + 14;
  });
}

} // namespace

void give_heights(std::vector<Route>& routes, layout::Terrain const& terrain) {
  CrossingIndex crossings;
  for (Route& route : routes) {
    if (route.kind == RouteClass::river)
      give_river_heights(route, terrain);
    else
      give_land_heights(route, crossings, terrain);
    route.length_m = geodesic_length_m(route.line);
    if (route.kind != RouteClass::test_route) crossings.add(route);
  }
}

void grade_routes(std::vector<Route> const& routes, layout::TerrainGrid& grid) {
  GradeRequest request(grid);
  Box const extent{grid.origin, grid.origin + grid.spacing_m * MapPoint{grid.columns - 1.0, grid.rows - 1.0}};
  for (Route const& route : routes) {
    if (route.kind == RouteClass::test_route) continue;
    bool const river = route.kind == RouteClass::river;
    double const flat = route.width_m / 2 + (river ? 0 : 3) + 0.75 * grid.spacing_m,
                 reach = flat + std::max(26.0, 1.6 * grid.spacing_m);
    for (std::size_t i = 0; i + 1 < route.line.size(); ++i) {
      if (!extent.contains(route.line[i], 400)) continue;
      float const above = std::max(route.height_m[i] - grid.height_at(route.line[i]),
                                   route.height_m[i + 1] - grid.height_at(route.line[i + 1]));
      if (river || (above < kDeck_m && !crosses_river(routes, route.line[i]))) request.segment(route, i, reach);
    }
    request.apply(flat, reach, river ? -0.7F : -0.12F, river);
  }
}

void lift_above_ground(std::vector<Route>& routes, layout::Terrain const& terrain) {
  for (Route& route : routes) {
    if (route.kind == RouteClass::river) continue;
    for (std::size_t i = 0; i < route.line.size(); ++i) {
      MapPoint const along = route.line[std::min(i + 1, route.line.size() - 1)] - route.line[i > 0 ? i - 1 : 0];
      MapPoint const side =
          route.width_m / 2 / std::max(1e-6, std::hypot(along.east_m, along.north_m)) * right_of(along);
      for (MapPoint const p : {route.line[i], route.line[i] + side, route.line[i] - side})
        route.height_m[i] = std::max(route.height_m[i], terrain.height_at(p) + 0.06F);
    }
  }
}

} // namespace dalian::bake
