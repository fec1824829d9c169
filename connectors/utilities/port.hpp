#pragma once
// Synthetic quay cranes and truck gates of a container port: moves an hour, trucks that wait. A crane works where a
// ship of the synthetic fleet lies.
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
};
/// Those at the quays of the plan; none when they do not fit on them, which the fleet itself reports.
std::vector<MooredShip> moored_ships(synth::FleetPlan const& fleet, std::uint64_t seed);
/// The ship that lies before the crane, so that it reaches a hatch; null when there is none.
MooredShip const* ship_before(PlacedThing const& crane, std::vector<MooredShip> const& ships);

class Port final : public System {
 public:
  Port(PortPlan plan, std::vector<MooredShip> const& ships, std::uint64_t seed);
  void advance(Moment const& end) override;
  void tell(Moment const& now, std::vector<Thing>& out) const override;

 private:
  double trucks_ph(std::size_t gate, Moment const& now) const;
  bool at_work(std::size_t crane, double unix_s) const;

  PortPlan plan_;
  std::vector<synth::Draws> crane_draws_, gate_draws_;
  std::vector<std::optional<synth::Draws>> ship_draws_; // of the ship before each crane
  std::vector<double> queue_;                           // of each gate
};

} // namespace dalian::utilities
