#include "twin/whatif/traffic_table.hpp"

#include "twin/whatif/coefficient_table.hpp"

#include <algorithm>
#include <array>

namespace dalian::whatif {
namespace {

constexpr std::array kFigures{"demand_range",
                              "present",
                              "trips_per_job",
                              "peak_share",
                              "to_work_share",
                              "trips_per_household",
                              "from_home_share",
                              "local_share",
                              "deterrence",
                              "share_car",
                              "share_shuttle",
                              "share_bus",
                              "share_walk",
                              "time_sensitivity",
                              "occupancy_car",
                              "occupancy_shuttle",
                              "bus_reach",
                              "walking_speed",
                              "bus_speed",
                              "pcu_truck",
                              "pcu_bus",
                              "truck_peak_share",
                              "truck_local_share",
                              "container_dwell",
                              "truck_load",
                              "bpr_factor",
                              "bpr_power",
                              "approach_lanes",
                              "green_share",
                              "green_share_major",
                              "green_share_minor",
                              "lost_share",
                              "least_green",
                              "signal_legs",
                              "cycle",
                              "connector_speed",
                              "co2_petrol",
                              "co2_diesel",
                              "petrol_density",
                              "diesel_density",
                              "nox_petrol",
                              "nox_diesel",
                              "pm_petrol",
                              "pm_diesel",
                              "fuel_car",
                              "fuel_truck",
                              "value_of_time_car",
                              "value_of_time_truck"};
void read_rate(ConfigTable& table, TrafficTable& out) {
  auto const name = table.text("name");
  Coefficient rate;
  describe(table, rate);
  std::map<std::string, double> low, high;
  table.each_number("low", [&](std::string const& group, double n) { low[group] = n; });
  table.each_number("high", [&](std::string const& group, double n) { high[group] = n; });
  for (auto const& [group, to] : high) {
    auto const from = low.find(group);
    if (from == low.end()) table.fail("low", fmt::format("lacks '{}', which is in high", group));
    rate.by_group[group] = checked(table, "low", {from->second, (from->second + to) / 2, to});
  }
  if (low.size() != high.size()) table.fail("high", "lacks a group that is in low");
  if (!out.rates.emplace(name, rate).second) table.fail("name", "is there twice; leave one out");
}

void read_lane(ConfigTable& table, TrafficTable& out) {
  LaneCapacity const lane{table.number("speed_kmh", 1, 200), table.number("street", 1, 5000),
                          table.number("expressway", 1, 5000)};
  if (!out.lanes.empty() && lane.speed_kmh <= out.lanes.back().speed_kmh)
    table.fail("speed_kmh", "does not rise; put the rows in order");
  out.lanes.push_back(lane);
}

} // namespace

double TrafficTable::lane_capacity(double speed_kmh, bool expressway) const {
  auto const of = [&](LaneCapacity const& lane) { return expressway ? lane.expressway : lane.street; };
  auto const above = std::find_if(lanes.begin(), lanes.end(), [&](auto const& l) { return l.speed_kmh >= speed_kmh; });
  if (above == lanes.end()) return of(lanes.back());
  if (above == lanes.begin()) return of(*above);
  auto const& below = *(above - 1);
  double const share = (speed_kmh - below.speed_kmh) / (above->speed_kmh - below.speed_kmh);
  return of(below) + share * (of(*above) - of(below));
}

Result<TrafficTable> read_traffic_table(std::filesystem::path const& file) {
  TrafficTable out;
  auto const read = read_config(file, [&](ConfigTable& root) {
    root.each("figure", [&](ConfigTable& t) { read_figure(t, out.figures); });
    root.each("rate", [&](ConfigTable& t) { read_rate(t, out); });
    root.each("lane", [&](ConfigTable& t) { read_lane(t, out); });
    for (auto const* name : kFigures)
      if (!out.figures.contains(name)) root.fail("figure", fmt::format("'{}' is missing; add it", name));
    if (!out.rates.contains("truck_trips")) root.fail("rate", "'truck_trips' is missing; add it");
    if (out.lanes.empty()) root.fail("lane", "has no row; give the capacity of a lane by speed");
  });
  if (!read) return Error{read.error()};
  out.hash = hash_of_file(file);
  return out;
}

} // namespace dalian::whatif
