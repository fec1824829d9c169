#pragma once
// Everything on the synthetic roads together, and what it sends: J2735 datagrams in the order of their times. The same
// city, plan, day, seed and start give the same datagrams, byte for byte. Knows no socket. One thread.
#include "connectors/roads/bus_lines.hpp"
#include "connectors/roads/road_story.hpp"

#include <memory>

namespace dalian::roads {

struct Datagram {
  Instant at; // of the city's clock
  std::string bytes;
};

struct SceneInput {
  layout::City const* city; // must outlive the scene
  RoadsPlan plan;
  synth::DayStory story;
  std::uint64_t seed = 1;
  Instant start;         // of the city's clock
  Duration shift{};      // from that clock to the times in messages
  double warm_up_s = 60; // before the start, so that queues and gaps are those of traffic
};

class RoadScene {
 public:
  explicit RoadScene(SceneInput input);

  /// Everything that is said until `now`, appended.
  void advance(Instant now, std::vector<Datagram>& out);
  std::vector<Truth> take_truths();
  /// From now on messages say times so much later than the city's clock.
  void set_shift(Duration shift) { input_.shift = shift; }

  RoadNetwork const& network() const { return network_; }
  SignalPlan const& signals() const { return signals_; }
  Traffic const& traffic() const { return traffic_; }
  Demand const& demand() const { return demand_; }
  ConnectedCars const& cars() const { return cars_; }
  BusLines const& buses() const { return buses_; }
  std::size_t junctions_with_signals() const { return with_signals_.size(); }
  /// Whether a lane is blocked after a collision.
  bool is_blocked() const { return story_.wrecks()[0] != kNone; }
  Instant now() const { return now_; }

 private:
  void step(std::vector<Datagram>& out);
  void tell_anonymous(std::vector<std::string>& out) const;
  void tell_signals(std::vector<std::string>& out) const;

  SceneInput input_;
  RoadNetwork network_;
  RouteFinder routes_;
  SignalPlan signals_;
  Traffic traffic_;
  Demand demand_;
  ConnectedCars cars_;
  RoadStory story_;
  BusLines buses_;
  std::vector<std::uint32_t> with_signals_;
  std::uint64_t steps_ = 0;
  Instant now_; // of the last step
};

} // namespace dalian::roads
