#pragma once
// Synthetic vanadium flow batteries and solar roofs. Power out is positive, power into a battery negative.
#include "connectors/utilities/placed_thing.hpp"
#include "connectors/utilities/thing.hpp"

namespace dalian::utilities {

/// [[battery]] of utilities.toml.
struct BatteryPlan : PlacedThing {
  double power_kw = 0, energy_kwh = 0;
  double round_trip = 1;                     // AC to AC
  std::vector<double> charge_h, discharge_h; // [from, to, from, to, …] hours of the city's day
};
BatteryPlan read_battery(ConfigTable& t);

/// [[roof]] of utilities.toml.
struct RoofPlan : PlacedThing {
  double peak_kw = 0;
  double performance = 1; // AC at the meter to irradiance times peak
};
RoofPlan read_roof(ConfigTable& t);

class Batteries final : public System {
 public:
  Batteries(std::vector<BatteryPlan> plan, std::uint64_t seed);
  void advance(Moment const& end) override;
  void tell(Moment const& now, std::vector<Thing>& out) const override;

 private:
  double power_kw(std::size_t i, Moment const& now) const;

  std::vector<BatteryPlan> plan_;
  std::vector<synth::Draws> draws_;
  std::vector<double> stored_kwh_;
};

class Roofs final : public System {
 public:
  Roofs(std::vector<RoofPlan> plan, std::uint64_t seed);
  void advance(Moment const& end) override;
  void tell(Moment const& now, std::vector<Thing>& out) const override;

 private:
  double power_kw(std::size_t i, Moment const& now) const;

  std::vector<RoofPlan> plan_;
  std::vector<synth::Draws> draws_;
  std::vector<double> energy_kwh_;
};

} // namespace dalian::utilities
