#include "twin/whatif/traffic_modes.hpp"

#include "twin/whatif/traffic_words.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace dalian::whatif {
namespace {

constexpr double kUsualHeadway_min = 15; // where a line says none
constexpr double kNever = std::numeric_limits<double>::infinity();

} // namespace

ModeSplit::ModeSplit(Inputs const& inputs, TrafficTable const& table, TrafficPlaces const& places,
                     Minutes const& minutes, plan::Findings& findings)
    : table_(table), minutes_(minutes), share_bus_(table.value("share_bus")),
      sensitivity_(table.value("time_sensitivity")) {
  double const car = table.value("share_car"), shuttle = table.value("share_shuttle");
  others_ = car + shuttle + table.value("share_walk");
  cars_ = car / table.value("occupancy_car") + shuttle / table.value("occupancy_shuttle") * table.value("pcu_bus");
  inputs.for_each(plan::Layer::bus_line, [&](plan::Entity const& line) { read_line(line, places, findings); });
  find_calls(places);
}

void ModeSplit::read_line(plan::Entity const& entity, TrafficPlaces const& places, plan::Findings& findings) {
  double const headway = entity.has("headway_min") ? entity.number("headway_min") : kUsualHeadway_min;
  double const m_per_minute = table_.value("bus_speed") * 1e3 / 60;
  Line line{headway / 2, {}};
  std::uint32_t last = kNoLink;
  double ride = 0;
  for (std::string const& id : entity.texts("stops")) {
    auto const it = places.stop.find(id);
    if (it == places.stop.end()) continue; // the stop's own finding, or the layout's check, says why
    MapPoint const at = places.all[it->second].at;
    if (last != kNoLink && last != it->second) {
      bool const joined = minutes_[last][it->second] < kNever && minutes_[it->second][last] < kNever;
      if (!joined)
        findings.push_back(told({plan::Severity::warning, "bus_line", entity.id(), "stops"}, kTrafficNoBus,
                                {places.all[last].id, id}));
      ride += joined ? distance_m(places.all[last].at, at) / m_per_minute : kNever;
      if (joined) {
        buses_.push_back({last, it->second, 60 / headway});
        buses_.push_back({it->second, last, 60 / headway});
      }
    }
    line.stops.emplace_back(at, ride);
    last = it->second;
  }
  lines_.push_back(std::move(line));
}

void ModeSplit::find_calls(TrafficPlaces const& places) {
  calls_.resize(places.all.size());
  double const reach_m = table_.value("bus_reach"), walk = table_.value("walking_speed");
  for (std::size_t i = 0; i < places.all.size(); ++i)
    for (std::uint32_t l = 0; l < lines_.size(); ++l)
      for (auto const& [at, ride] : lines_[l].stops)
        if (double const d = distance_m(at, places.all[i].at); d <= reach_m && ride < kNever)
          calls_[i].push_back({l, ride, d / walk});
}

double ModeSplit::bus_minutes(std::uint32_t from, std::uint32_t to) const {
  double best = kNever;
  for (Call const& a : calls_[from])
    for (Call const& b : calls_[to])
      if (a.line == b.line && a.ride_minutes != b.ride_minutes)
        best = std::min(best, a.walk_minutes + lines_[a.line].wait_minutes + std::abs(a.ride_minutes - b.ride_minutes) +
                                  b.walk_minutes);
  return best;
}

ModeSplit::Modes ModeSplit::split(std::uint32_t from, std::uint32_t to) const {
  double bus = 0;
  if (double const minutes = bus_minutes(from, to); minutes < kNever)
    bus = share_bus_ * std::exp(-sensitivity_ * (minutes - minutes_[from][to]));
  double const all = others_ + bus;
  return {bus / all, cars_ / all};
}

} // namespace dalian::whatif
