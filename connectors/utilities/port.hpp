#pragma once
// Synthetic quay cranes and truck gates of a container port: moves an hour, trucks that wait. A crane works where and
// while a ship of the synthetic fleet lies.
#include "connectors/synth/fleet_plan.hpp"
#include "connectors/utilities/placed_thing.hpp"
#include "connectors/utilities/thing.hpp"

namespace dalian::utilities {

/// [port] of utilities.toml.
struct PortPlan {
  std::vector<PlacedThing> cranes, gates;
  double moves_ph = 0, moves_spread = 0; // of a crane at work
  double work_share = 0;                 // of the time alongside that a ship is worked
  double spell_h = 0;                    // length of a spell of work, and of a pause
  double lashing_s = 0;                  // before the first move of a ship that calls, and after the last
  double trucks_ph = 0;                  // through one gate in the mean hour
  double trucks_day_share = 0;           // of them with the day's work, the others at all hours
  double lanes = 1, service_min = 1;     // of a gate
};
PortPlan read_port(ConfigTable& t);

struct MooredShip {
  std::string id;
  MapPoint middle;
  double heading_rad = 0; // grid
  double length_m = 0;
  std::optional<synth::ShipCall> hours; // none: she does not leave
};
/// Those at the quays of the plan and those that call there; none when they do not fit on them, which the fleet itself
/// reports.
std::vector<MooredShip> moored_ships(synth::FleetPlan const& fleet, std::uint64_t seed);
/// Whether she lies before the crane, so that it reaches a hatch.
bool lies_before(PlacedThing const& crane, MooredShip const& ship);

class Port final : public System {
 public:
  Port(PortPlan plan, std::vector<MooredShip> const& ships, std::uint64_t seed);
  void advance(Moment const& end) override;
  void tell(Moment const& now, std::vector<Thing>& out) const override;

 private:
  double trucks_ph(std::size_t gate, Moment const& now) const;
  bool at_work(std::size_t crane, Moment const& now) const;

  PortPlan plan_;
  std::vector<synth::Draws> crane_draws_, gate_draws_;
  struct Worked {
    synth::Draws draws;
    std::optional<synth::ShipCall> hours;
  };
  std::vector<std::vector<Worked>> before_; // each crane: one ship, or those that call at its berth
  std::vector<double> queue_;               // of each gate
};

} // namespace dalian::utilities
