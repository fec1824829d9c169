#include "renderer/workplaces/section.hpp"

#include "renderer/workplaces/ground_lines.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::workplaces {
namespace {

constexpr double kLeast_m = 0.01;     // of a leg that leads anywhere
constexpr double kFinest_m = 1;       // between samples; no grid is finer
constexpr double kSamePlace_m = 1e-3; // a box that is left here and entered there was not left

MapPoint between(MapPoint a, MapPoint b, double t) {
  return {std::lerp(a.east_m, b.east_m, t), std::lerp(a.north_m, b.north_m, t)};
}

struct Leg {
  MapPoint from, to;
  double begin_m = 0, length_m = 0;
};

std::vector<Leg> legs_of(std::vector<MapPoint> const& places, std::vector<double>& places_m) {
  std::vector<Leg> out;
  double along_m = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    double const length_m = i > 0 ? true_distance_m(places[i - 1], places[i]) : 0;
    if (length_m > kLeast_m) {
      out.push_back({places[i - 1], places[i], along_m, length_m});
      along_m += length_m;
    }
    places_m.push_back(along_m);
  }
  return out;
}

void sample(std::vector<Leg> const& legs, view::Terrain const& terrain, Section& out) {
  auto const add = [&](MapPoint place, double along_m) {
    bool const known = terrain.window.contains(place);
    out.samples.push_back({along_m, known ? static_cast<double>(terrain.height_at(place)) : 0, place, known});
  };
  double const length_m = legs.back().begin_m + legs.back().length_m;
  double const pieces = static_cast<double>(kMostSamples) - 1 - static_cast<double>(legs.size());
  double const step_m = std::max(length_m / std::max(pieces, 1.0), kFinest_m);
  add(legs.front().from, 0);
  for (Leg const& leg : legs) {
    int const count = std::max(1, static_cast<int>(leg.length_m / step_m));
    out.spacing_m = std::max(out.spacing_m, leg.length_m / count);
    for (int k = 1; k <= count; ++k) {
      double const t = static_cast<double>(k) / count;
      add(between(leg.from, leg.to, t), leg.begin_m + t * leg.length_m);
    }
  }
}

/// The part of the leg, 0…1, over a convex ring that runs counter-clockwise.
std::optional<std::pair<double, double>> over(Leg const& leg, layout::Ring const& ring) {
  double enter = 0, leave = 1;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    MapPoint const a = ring[i], b = ring[(i + 1) % ring.size()];
    auto const inside = [&](MapPoint p) { // times the edge's length
      return (b.east_m - a.east_m) * (p.north_m - a.north_m) - (b.north_m - a.north_m) * (p.east_m - a.east_m);
    };
    double const from = inside(leg.from), to = inside(leg.to);
    if (from < 0 && to < 0) return std::nullopt;
    if (from < 0) enter = std::max(enter, from / (from - to));
    if (to < 0) leave = std::min(leave, from / (from - to));
  }
  return enter < leave ? std::optional(std::pair(enter, leave)) : std::nullopt;
}

bool may_meet(Leg const& leg, view::StandingBox const& box) {
  double const e = leg.to.east_m - leg.from.east_m, n = leg.to.north_m - leg.from.north_m;
  double const to_e = box.middle.east_m - leg.from.east_m, to_n = box.middle.north_m - leg.from.north_m;
  double const t = std::clamp((to_e * e + to_n * n) / (e * e + n * n), 0.0, 1.0);
  double const off_e = to_e - t * e, off_n = to_n - t * n;
  return off_e * off_e + off_n * off_n <= box.reach_m * box.reach_m;
}

void cross(std::vector<Leg> const& legs, view::StandingBox const& box, std::vector<SectionThing>& out) {
  bool first = true;
  for (Leg const& leg : legs) {
    if (!may_meet(leg, box)) continue;
    auto const part = over(leg, box.outline);
    if (!part) continue;
    double const from_m = leg.begin_m + part->first * leg.length_m, to_m = leg.begin_m + part->second * leg.length_m;
    if (!first && from_m - out.back().to_m < kSamePlace_m)
      out.back().to_m = to_m;
    else
      out.push_back({from_m, to_m, box.base_m, box.top_m, box.model, box.building, box.planned});
    first = false;
  }
}

void find_extremes(Section& section) {
  for (SectionSample const& s : section.samples) {
    if (!s.known) continue;
    section.lowest_m = std::min(section.lowest_m.value_or(s.ground_m), s.ground_m);
    section.highest_m = std::max(section.highest_m.value_or(s.ground_m), s.ground_m);
  }
}

/// From each sample to the first that is a run away.
void find_steepest(Section& section) {
  auto const& all = section.samples;
  auto const dry = [](SectionSample const& s) { return s.known && s.ground_m >= 0; };
  double const run_m = std::min(kSlopeRun_m, section.length_m());
  std::size_t to = 0;
  for (SectionSample const& from : all) {
    while (to < all.size() && all[to].along_m < from.along_m + run_m - kSamePlace_m)
      ++to;
    if (to == all.size()) return;
    if (!dry(from) || !dry(all[to])) continue;
    double const over_m = all[to].along_m - from.along_m;
    double const percent = 100 * std::abs(all[to].ground_m - from.ground_m) / over_m;
    if (!section.steepest || percent > section.steepest->percent)
      section.steepest = SectionSlope{percent, from.along_m + over_m / 2};
  }
}

} // namespace

Section section_along(std::vector<MapPoint> const& places, view::Terrain const& terrain,
                      std::span<view::StandingBox const> boxes) {
  Section out;
  auto const legs = legs_of(places, out.places_m);
  if (legs.empty()) return out;
  sample(legs, terrain, out);
  for (view::StandingBox const& box : boxes)
    cross(legs, box, out.things);
  std::ranges::stable_sort(out.things, {}, &SectionThing::from_m);
  find_extremes(out);
  find_steepest(out);
  return out;
}

SectionSample sample_at(Section const& section, double along_m) {
  auto const& all = section.samples;
  double const here_m = std::clamp(along_m, 0.0, section.length_m());
  auto const next = std::ranges::lower_bound(all, here_m, {}, &SectionSample::along_m);
  if (next == all.begin()) return all.front();
  SectionSample const &a = *(next - 1), &b = *next;
  double const t = (here_m - a.along_m) / (b.along_m - a.along_m);
  return {here_m, std::lerp(a.ground_m, b.ground_m, t), between(a.place, b.place, t), a.known && b.known};
}

std::vector<SectionThing const*> things_at(Section const& section, double along_m) {
  std::vector<SectionThing const*> out;
  for (SectionThing const& thing : section.things)
    if (thing.from_m <= along_m && along_m <= thing.to_m) out.push_back(&thing);
  std::ranges::stable_sort(out, std::greater(), &SectionThing::top_m);
  return out;
}

} // namespace dalian::workplaces
