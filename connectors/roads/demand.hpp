#pragma once
// Who drives from where to where at which hour: commuters by the shifts of the day, goods, errands, and what only
// passes on the expressways; and ships that call bring trucks to the port. Keeps as many on the road as the hour wants.
// Draws are keyed by the number of the trip. One thread.
#include "connectors/roads/roads_plan.hpp"
#include "connectors/roads/traffic.hpp"
#include "connectors/synth/day_story.hpp"

namespace dalian::roads {

enum class Purpose : std::uint8_t { to_work, from_work, through, goods, errand, port };
inline constexpr std::size_t kPurposes = 6;

/// Links by what stands beside them, each with a weight.
struct Ends {
  std::vector<std::uint32_t> links;
  std::vector<double> up_to; // weights so far
  void add(std::uint32_t link, double weight);
  std::uint32_t pick(double share) const; // share of the whole weight, 0 … 1
  bool empty() const { return links.empty(); }
};

class Demand {
 public:
  /// Adds its destinations to `routes`.
  Demand(layout::City const& city, RoadNetwork const& network, RouteFinder& routes, TrafficPlan const& plan,
         synth::DayStory const& story, std::uint64_t seed);

  /// Vehicles wanted on the road at a second of the local day.
  double wanted(double second_of_day) const;
  /// Weights of the purposes then.
  std::array<double, kPurposes> shares(double second_of_day) const;
  /// Puts as many on the road as are wanted, spread over it.
  void fill(Traffic& traffic, double second_of_day);
  /// Begins trips for what has become due in one step of the traffic.
  void step(Traffic& traffic, double second_of_day);
  std::array<std::uint64_t, kPurposes> const& begun() const { return begun_; }

 private:
  void find_ends(layout::City const& city);
  double rush(double second_of_day) const; // + to work, − from work; per second
  bool begin_one(Traffic& traffic, double second_of_day, bool anywhere);
  std::optional<Trip> trip_for(Purpose purpose, bool anywhere);
  std::optional<Trip> between(Ends const& from, Ends const& to, VehicleKind kind, bool anywhere);
  VehicleKind kind_for(Purpose purpose) const;

  RoadNetwork const& network_;
  RouteFinder& routes_;
  TrafficPlan plan_;
  synth::DayStory const& story_;
  synth::Draws draws_;
  Ends home_, work_, goods_, port_, any_, expressway_;
  Ends to_home_, to_work_, to_goods_, to_port_, to_any_; // the few that are destinations
  double top_ = 1, top_rush_ = 1;                        // of the day
  double port_due_ = 0;
  std::uint64_t drawn_ = 0;
  std::array<std::uint64_t, kPurposes> begun_{};
};

} // namespace dalian::roads
