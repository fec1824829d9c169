#pragma once
// What day.toml lets happen on the roads: two vehicles collide on a corridor and block its outer lane, an ambulance
// drives there with its siren, stays, and goes home. One thread.
#include "connectors/roads/connected_cars.hpp"

namespace dalian::roads {

class RoadStory {
 public:
  RoadStory(RoadNetwork const& network, RouteFinder& routes, RoadsPlan const& plan, synth::DayStory const& story);

  /// Once a step of the traffic.
  void step(Traffic& traffic);
  /// Vehicles that lie there, and the ambulance; none = kNone.
  std::array<std::uint32_t, 2> const& wrecks() const { return wrecks_; }
  std::uint32_t ambulance() const { return ambulance_; }
  std::vector<Truth> take_truths() { return std::exchange(truths_, {}); }

 private:
  void collide(Traffic& traffic);
  void send_ambulance(Traffic& traffic);

  RoadNetwork const& network_;
  RouteFinder& routes_;
  synth::DayStory const& story_;
  synth::Incident const* collision_;
  std::uint32_t link_ = kNone, clinic_ = kNone; // of the place; of the clinic
  std::array<std::uint32_t, 2> wrecks_{kNone, kNone}, numbers_{0, 0};
  double happened_s_ = -1, clear_s_ = 0;
  std::uint32_t ambulance_ = kNone, ambulance_number_ = 0;
  bool sent_ = false;
  std::vector<Truth> truths_;
};

} // namespace dalian::roads
