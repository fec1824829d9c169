#pragma once
// Risk to people about dangerous installations: of one who is always there in the open, and of many at once. 1/a.
// GB 36894-2018 and GB/T 37243-2019; CPR 18E (2005), chapter 6.
#include "twin/base/geo.hpp"
#include "twin/hazard/accident.hpp"

namespace dalian::hazard {

/// One thing that may happen in one direction of the wind.
struct Event {
  double toward_rad = 0; // clockwise from grid north
  double per_a = 0;
  double by_day = 0;       // share of it
  std::size_t outcome = 0; // of the installation
};

/// All of one installation.
struct Installation {
  MapPoint at;
  std::vector<Outcome> outcomes;
  std::vector<Event> events;
  double reach_m = 0; // farther than this it kills less than 1 in 10 000
};
/// Hours from and to which CPR 18E (2005) counts as day, 8.00 to 18.30, in whole ones.
inline constexpr std::size_t kDayFrom_h = 8, kDayTo_h = 19;
/// Share of a weather's time that falls into the day: all of the unstable classes, none of the stable ones, of D what
/// fills the day.
double share_by_day(Weather const& weather, Tables const& tables);

/// Failures × weathers × 16 winds of the tables; what no weather changes once for all of them.
Installation installation(Storage const& storage, MapPoint at, Tables const& tables);

/// Where a place lies as the wind blows.
Along along_of(Event const& event, double east_m, double north_m);
/// Share that dies at a place in the open when that happens.
double share_dying(Installation const& installation, Event const& event, MapPoint place);
/// Σ frequency × share that dies, 1/a.
double individual_risk(Installation const& installation, MapPoint place);

struct Harmed {
  double per_a = 0, dead = 0;
};
/// F–N: frequency of N or more, at the numbers that occur, rising N.
std::vector<Harmed> fn_curve(std::vector<Harmed> events);
/// The same in steps, for lists that are kept: each sorted, the most dead first and equals as they stood; all as one.
void sort_by_dead(std::vector<Harmed>& events);
std::vector<Harmed> merged(std::vector<std::vector<Harmed> const*> const& sorted);
std::vector<Harmed> fn_curve_of_sorted(std::vector<Harmed> const& events);
/// Largest F·N of the curve for N ≥ 1, to be held against the lines F = 1e-3/N (above: not to be borne) and 1e-5/N
/// (below: no more to do). The figure of GB 36894 as recollected.
double worst_fn(std::vector<Harmed> const& curve);
inline constexpr double kUpperFn = 1e-3, kLowerFn = 1e-5;

/// Seconds until `people` are out of an area: as many paths as there are exits; each walks at 1.2 m/s to its exit and
/// passes it at 1.3 persons/(m s) (Fruin's level E; SFPE Handbook), after `warning_s`.
struct Evacuation {
  double people = 0, farthest_m = 0, exit_width_m = 0, warning_s = 0;
};
double evacuation_s(Evacuation const& area);

} // namespace dalian::hazard
