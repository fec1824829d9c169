#include "twin/hazard/risk.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

bool most_dead_first(Harmed const& a, Harmed const& b) {
  return a.dead > b.dead;
}

} // namespace

double share_by_day(Weather const& weather, Tables const& tables) {
  if (weather.stability < Stability::d) return 1;
  if (weather.stability > Stability::d) return 0;
  double unstable = 0, neutral = 0;
  for (Weather const& w : tables.weather) {
    if (w.stability < Stability::d) unstable += w.share;
    if (w.stability == Stability::d) neutral += w.share;
  }
  constexpr double kDay = (kDayTo_h - kDayFrom_h) / 24.0;
  return neutral > 0 ? std::clamp((kDay - unstable) / neutral, 0.0, 1.0) : 0;
}

Along along_of(Event const& event, double east_m, double north_m) {
  double const s = std::sin(event.toward_rad), c = std::cos(event.toward_rad);
  return {east_m * s + north_m * c, east_m * c - north_m * s};
}

double share_dying(Installation const& installation, Event const& event, MapPoint place) {
  Outcome const& outcome = installation.outcomes[event.outcome];
  double const east = place.east_m - installation.at.east_m, north = place.north_m - installation.at.north_m;
  if (std::hypot(east, north) > outcome.reach_m) return 0;
  return outcome.share_dying(along_of(event, east, north));
}

Installation installation(Storage const& storage, MapPoint at, Tables const& tables) {
  Installation out;
  out.at = at;
  auto const enter = [&](Outcome&& outcome, double per_a, double by_day) {
    if (outcome.reach_m <= 0 && outcome.rings.empty()) return;
    out.reach_m = std::max(out.reach_m, outcome.reach_m);
    std::size_t const winds = outcome.is_round ? 1 : 16;
    for (std::size_t from = 0; from < winds; ++from)
      out.events.push_back({std::numbers::pi * (1 + static_cast<double>(from) / 8),
                            per_a * (winds == 1 ? 1 : tables.rose[from]), by_day, out.outcomes.size()});
    out.outcomes.push_back(std::move(outcome));
  };
  double all_day = 0;
  for (Weather const& w : tables.weather)
    all_day += w.share * share_by_day(w, tables);
  for (Failure const failure : {Failure::burst, Failure::ten_minutes, Failure::leak})
    for (Weather const& weather : tables.weather) {
      Release const release = release_of(storage, failure, weather, tables);
      for (Outcome& outcome : outcomes(storage, release, weather, tables)) {
        double const per_a = release.per_a * outcome.share;
        if (!outcome.any_weather)
          enter(std::move(outcome), per_a * weather.share, share_by_day(weather, tables));
        else if (&weather == &tables.weather.front())
          enter(std::move(outcome), per_a, all_day);
      }
    }
  return out;
}

double individual_risk(Installation const& installation, MapPoint place) {
  if (distance_m(installation.at, place) > installation.reach_m) return 0;
  double sum = 0;
  for (Event const& event : installation.events)
    sum += event.per_a * share_dying(installation, event, place);
  return sum;
}

void sort_by_dead(std::vector<Harmed>& events) {
  std::erase_if(events, [](Harmed const& event) { return event.dead <= 0 || event.per_a <= 0; });
  std::stable_sort(events.begin(), events.end(), most_dead_first);
}

std::vector<Harmed> merged(std::vector<std::vector<Harmed> const*> const& sorted) {
  std::vector<Harmed> from, to;
  std::vector<std::size_t> ends{0}; // of the runs that are left
  for (auto const* run : sorted) {
    from.insert(from.end(), run->begin(), run->end());
    ends.push_back(from.size());
  }
  to.resize(from.size());
  auto const at = [](std::vector<Harmed>& list, std::size_t i) {
    return list.begin() + static_cast<std::ptrdiff_t>(i);
  };
  for (; ends.size() > 2; std::swap(from, to)) { // each with the next, which keeps the order of equals
    std::vector<std::size_t> joined{0};
    for (std::size_t run = 0; run + 1 < ends.size(); run += 2) {
      std::size_t const begin = ends[run], middle = ends[run + 1], end = run + 2 < ends.size() ? ends[run + 2] : middle;
      std::merge(at(from, begin), at(from, middle), at(from, middle), at(from, end), at(to, begin), most_dead_first);
      joined.push_back(end);
    }
    ends = std::move(joined);
  }
  return from;
}

std::vector<Harmed> fn_curve(std::vector<Harmed> events) {
  sort_by_dead(events);
  return fn_curve_of_sorted(events);
}

std::vector<Harmed> fn_curve_of_sorted(std::vector<Harmed> const& events) {
  std::vector<Harmed> curve;
  double sum = 0;
  for (Harmed const& event : events) {
    sum += event.per_a;
    if (!curve.empty() && curve.back().dead == event.dead)
      curve.back().per_a = sum;
    else
      curve.push_back({sum, event.dead});
  }
  std::reverse(curve.begin(), curve.end());
  return curve;
}

double worst_fn(std::vector<Harmed> const& curve) {
  double worst = 0;
  for (Harmed const& point : curve)
    if (point.dead >= 1) worst = std::max(worst, point.per_a * point.dead);
  return worst;
}

double evacuation_s(Evacuation const& area) {
  constexpr double kWalk_mps = 1.2, kPass_per_ms = 1.3;
  return area.warning_s + std::max(area.farthest_m / kWalk_mps, area.people / (kPass_per_ms * area.exit_width_m));
}

} // namespace dalian::hazard
