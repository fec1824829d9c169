#pragma once
// The cloud of a release along the wind: how strong on its axis at head height, how wide, how long it takes to pass.
// What is heavier than air by weight, cold or spray follows Britter and McQuaid as far as their lines reach, then thins
// out as the light cloud does there; all else is a Gaussian plume or puff. A jet of gas under pressure is followed by
// its own decay as long as it may burn. Metres, kg/m³.
#include "twin/hazard/accident.hpp"

namespace dalian::hazard {

class Cloud {
 public:
  /// `release.air_kg` > 0. Wind below kCalm_mps is taken as that.
  Cloud(Storage const& storage, Release const& release, Weather const& weather, Exposure const& exposure);

  /// The highest that passes; 0 upwind.
  double axis_kg_m3(double x_m) const;
  /// Standard deviation across, as a bell.
  double across_m(double x_m) const;
  double at(Along p) const;
  /// A steady exposure of which ∫ Cⁿ dt is that of the cloud passing by, at most that of the tables; n ≥ 1.
  double passing_min(double x_m, double n) const;
  bool is_heavy() const { return heavy_; }
  double wind_mps() const { return wind_mps_; } // that carries it

 private:
  double light_kg_m3(double x_m) const;
  double heavy_kg_m3(double x_m) const;
  double light_across_m(double x_m) const;
  double radius_m(double x_m) const; // of a heavy puff that has come there

  bool bursts_, heavy_ = false;
  Stability stability_;
  double wind_mps_, wind_10m_mps_, longest_min_, duration_s_;
  double rate_kg_s_, mass_kg_, start_sigma_m_ = 0;
  DenseSource source_{};
  DenseCloud dense_{};
  double pure_kg_m3_, spray_, matched_ = 1; // of the gas; what the heavy end is over the light cloud there
};

/// Flammable part of a free jet from a hole that is choked or not: volume share on the axis 5.4 d √(ρₐ/ρ)/x, d the
/// pseudo-source of Birch et al. (1984, 1987) that carries mass and momentum at the air's pressure; off it
/// exp(−57 (r/x)²), Chen and Rodi (1980). No buoyancy, no obstacles.
struct FlammableJet {
  double reach_m = 0; // of the lower limit
  double mass_kg = 0; // within it
  double half_width_m(double x_m) const;
};
FlammableJet flammable_jet(Storage const& storage, double rate_kg_s);

} // namespace dalian::hazard
