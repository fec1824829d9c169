#pragma once
// What roads.toml says: how much traffic, which connected cars, buses and troubles. Plain values with their units;
// reading checks every field.
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace dalian::roads {

struct TrafficPlan {
  int vehicles = 0;                    // on the road in the busiest minute of the day
  double commute = 0;                  // of them: to and from the shifts of day.toml, when most drive
  std::array<double, 24> background{}; // the others at each full hour, of those of the busiest hour
  double through = 0, goods = 0;       // of the background: on expressways; trucks. The rest are errands
  double through_trucks = 0;           // of those on expressways
};

/// Troubles of connected cars: how often an hour each car has one.
struct TroublePlan {
  double hard_brakes = 0, silences = 0, exits = 0, near_collisions = 0;
  double silence_low_s = 0, silence_high_s = 0;
};

struct CorridorPlan {
  std::string route; // "cv-t1"
  int cars = 0;
};

struct BusStopPlan {
  std::string id, name;
  GeoPoint place;
};

struct BusLinePlan {
  std::string id, name;
  std::vector<BusStopPlan> stops; // in order; then back to the first
  double first_s = 0, last_s = 0; // departures of the local day
  double headway_s = 0, rush_headway_s = 0;
};

struct RoadsPlan {
  TrafficPlan traffic;
  TroublePlan troubles;
  std::vector<CorridorPlan> corridors;
  std::vector<BusLinePlan> lines;
  GeoPoint clinic; // where ambulances stand
};

/// The error names file, line, field and remedy.
Result<RoadsPlan> read_roads_plan(std::filesystem::path const& file);

} // namespace dalian::roads
