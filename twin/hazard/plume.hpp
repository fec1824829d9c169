#pragma once
// Gas as light as air, carried by a steady wind: the Gaussian plume of a lasting leak and the puff of a sudden one,
// with the ground as a mirror. Pasquill (1961); CCPS (1999), chapter 2. x downwind of the source, y across, z up,
// metres; kg, kg/s, kg/m³, seconds. Means over about 10 min (plume); valid from some 100 m to 10 km and above 1 m/s.
#include "twin/hazard/dispersion.hpp"

namespace dalian::hazard {

struct Plume {
  double rate_kg_s = 0;
  double height_m = 0; // of the release
  double wind_mps = 0; // at that height, > 0
  Stability stability = Stability::d;
  Curves curves = Curves::briggs_rural;
};

/// 0 upwind; more than pure gas very near the source, where the formula does not hold.
double concentration(Plume const& plume, double x_m, double y_m, double z_m);

struct Puff {
  double mass_kg = 0;
  double height_m = 0;
  double wind_mps = 0;
  Stability stability = Stability::d;
  double start_sigma_m = 0; // of a cloud that is wide from the first: added in squares
};

/// Of a puff that has gone x_m, its first size included.
Spread spread_of(Puff const& puff, double x_m);
/// `t_s` after the release; 0 before it.
double concentration(Puff const& puff, double t_s, double x_m, double y_m, double z_m);

/// ∫ c dt over all time at the ground, kg·s/m³, of a puff whose width is taken as it is when its middle passes.
double dose(Puff const& puff, double x_m, double y_m);

/// Largest y at which the plume still has `c_kg_m3` at height z; nothing (negative) where not even its axis has.
double half_width_m(Plume const& plume, double x_m, double z_m, double c_kg_m3);
/// The farthest x, up to `most_m`, at which the axis has `c_kg_m3` at height z; 0 when it nowhere has.
double reach_m(Plume const& plume, double z_m, double c_kg_m3, double most_m);

} // namespace dalian::hazard
