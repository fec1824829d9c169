#pragma once
// Synthetic turbines of offshore wind farms: power by wind, rotor, nacelle, energy. Each stands where the city shows
// it.
#include "connectors/synth/day_story.hpp"
#include "connectors/utilities/thing.hpp"

namespace dalian::utilities {

/// Power by wind speed at the hub, as published for one machine and stretched to another of other nameplate.
struct PowerCurve {
  double rated_kw = 0;                           // of the published machine
  std::vector<std::pair<double, double>> points; // m/s, kW; ascending
  double cut_out_mps = 0;
  /// As a share of the nameplate, 0 … 1; straight between points, nothing below the first and beyond cut_out_mps.
  double share(double wind_mps) const;
};

struct Machine {
  std::string id; // "zhuanghe-4-07"
  GeoPoint place;
  double rated_kw = 0;
};

/// [wind] of utilities.toml.
struct WindPlan {
  PowerCurve curve;
  double hub_ratio = 1; // wind at the hub at sea to that at 10 m on land
  double slowest_rpm = 0, rated_rpm = 0, rated_mps = 0;
  double unlike = 0; // of the wind from machine to machine
  double yaw_error_deg = 0;
  std::vector<Machine> machines;
};
WindPlan read_wind(ConfigTable& t);

/// When a turbine's link to its node is down, as [[incident]] of kind "turbine_silent" in day.toml tells it.
struct LinkLoss {
  std::size_t machine = 0;     // from 0, in the order of the farms
  double from_s = 0, to_s = 0; // of the local day
};
/// `figures.machine` counts from 1; nothing when the day has none or there is no such machine.
std::optional<LinkLoss> link_loss(synth::DayStory const& story, std::size_t machines);

struct TurbineState {
  double wind_mps = 0, power_kw = 0, rotor_rpm = 0, nacelle_deg = 0;
};

class WindFarm final : public System {
 public:
  /// What a turbine with a lost link says is "silent" with no values.
  WindFarm(WindPlan plan, synth::DayStory const& story, std::uint64_t seed);
  void advance(Moment const& end) override;
  void tell(Moment const& now, std::vector<Thing>& out) const override;
  TurbineState state(std::size_t machine, Moment const& now) const;
  WindPlan const& plan() const { return plan_; }

 private:
  WindPlan plan_;
  std::optional<LinkLoss> lost_;
  std::vector<synth::Draws> draws_;
  std::vector<double> energy_kwh_; // up to the last step
  std::vector<double> power_kw_;   // there
  Instant stepped_{};
};

} // namespace dalian::utilities
