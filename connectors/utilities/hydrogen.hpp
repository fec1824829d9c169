#pragma once
// Synthetic hydrogen: electrolysers, and bays where tube trailers are loaded. The day's story lets one bay leak.
#include "connectors/synth/day_story.hpp"
#include "connectors/utilities/placed_thing.hpp"
#include "connectors/utilities/thing.hpp"

namespace dalian::utilities {

struct ElectrolyserPlan : PlacedThing {
  double power_kw = 0;
};

/// [hydrogen] of utilities.toml.
struct HydrogenPlan {
  std::vector<ElectrolyserPlan> electrolysers;
  std::vector<PlacedThing> bays;
  double energy_kwhpkg = 0;            // of the whole electrolyser
  double lowest_load = 0;              // share of its power
  double outlet_kpa = 0;               // of the electrolyser
  double empty_kpa = 0, full_kpa = 0;  // of a trailer that comes and goes
  double trailer_kg = 0;               // loaded into one
  double fill_min = 0, change_min = 0; // to fill it, and until the next stands there
  double alarm_mgpm3 = 0;              // at the sensor of a bay
};
HydrogenPlan read_hydrogen(ConfigTable& t);

struct BayState {
  double pressure_kpa = 0, flow_m3ph = 0, concentration_mgpm3 = 0;
  bool valve_open = false, alarm = false;
  std::string_view status;
};

class Hydrogen final : public System {
 public:
  Hydrogen(HydrogenPlan plan, synth::DayStory const& story, std::uint64_t seed);
  void tell(Moment const& now, std::vector<Thing>& out) const override;
  BayState bay(std::size_t i, Moment const& now) const;

 private:
  BayState filling(std::size_t i, double unix_s) const;
  void leak(std::size_t i, Moment const& now, BayState& bay) const;

  HydrogenPlan plan_;
  std::optional<synth::Incident> leak_;
  std::vector<synth::Draws> bay_draws_, cell_draws_;
};

} // namespace dalian::utilities
