#pragma once
// The connected cars among the traffic: each drives its corridor to and fro, with an imperfect receiver, and now and
// then something befalls it. Everything that does is told as a truth, so that alarms can be held against it. One
// thread.
#include "connectors/roads/demand.hpp"
#include "connectors/roads/gnss_error.hpp"
#include "connectors/roads/j2735_write.hpp"
#include "connectors/roads/sky_view.hpp"
#include "connectors/roads/truth.hpp"

namespace dalian::roads {

struct ConnectedCar {
  std::string label; // "T1-03"
  std::array<std::uint8_t, 4> id{};
  std::string entity; // "bsm:CA000103"
  Trip tour;
  std::uint32_t slot = kNone, number = 0;
  std::uint8_t count = 0;
  double silent_until_s = 0, braked_at_s = -1e9, leader_brakes_at_s = -1;
  bool away = false; // on its way to a place off the corridor
  double last_heading_rad = 0;
  GnssError gnss;
  synth::Draws draws;
};

class ConnectedCars {
 public:
  ConnectedCars(layout::City const& city, RoadNetwork const& network, RouteFinder& routes, RoadsPlan const& plan,
                std::uint64_t seed);

  /// Brings those on the road that are not, and lets befall what is due; once a step of the traffic.
  void step(Traffic& traffic);
  /// Appends the BSM of every car that sends; `shift`: from the city's clock to what the messages say.
  void tell(Traffic const& traffic, Duration shift, std::vector<std::string>& out);
  std::vector<Truth> take_truths() { return std::exchange(truths_, {}); }
  std::vector<ConnectedCar> const& cars() const { return cars_; }
  /// Whether the mover in this slot sends for itself here.
  bool owns(std::uint32_t slot) const { return slot < owned_.size() && owned_[slot]; }

 private:
  std::vector<std::uint32_t> corridor_links(layout::Route const& route, bool forward) const;
  Trip tour_of(std::vector<std::uint32_t> const& out, std::vector<std::uint32_t> const& back);
  void bring(ConnectedCar& car, Traffic& traffic);
  void befall(ConnectedCar& car, Traffic& traffic);
  void leave_corridor(ConnectedCar& car, Traffic& traffic);
  void tell_truth(Traffic const& traffic, ConnectedCar const& car, std::string kind, double lasts_s, double figure);

  RoadNetwork const& network_;
  RouteFinder& routes_;
  TroublePlan troubles_;
  SkyView sky_;
  std::vector<ConnectedCar> cars_;
  std::vector<bool> owned_;
  std::vector<std::uint32_t> elsewhere_; // destinations off the corridors
  std::vector<Truth> truths_;
  std::uint64_t steps_ = 0;
};

/// Who a mover is in a BSM when it is nobody in particular.
std::array<std::uint8_t, 4> anonymous_id(std::uint32_t number);
std::string entity_of(std::array<std::uint8_t, 4> const& id);

} // namespace dalian::roads
