#pragma once
// A spilled liquid on the ground: how far it runs and how fast it turns to vapour. SI units.
#include <vector>

namespace dalian::hazard {

/// Radius of an instantaneous spill of V m³ that runs by its own weight: r² = r₀² + √(8 g V/π) t, from dr/dt = √(2 g h)
/// (Briscoe and Shaw 1980). Until it is `least_depth_m` thin or meets a bund.
double spread_radius_m(double volume_m3, double start_radius_m, double t_s);

struct PoolLiquid {
  double density_kg_m3 = 0, molar_mass_kg = 0;
  double vapour_pressure_Pa = 0; // at the pool's temperature
  double temperature_K = 0;
  double schmidt = 0.8; // ν/D of its vapour in air; 0.8 is usual (Yellow Book)
};

/// Evaporation below the boiling point, kg/(m² s): k = 0.004786 u₁₀^0.78 (2r)^−0.11 Sc^−0.67, times the vapour's
/// density at its pressure. Mackay and Matsugu (1973) as CPR 14E eq. 3.24 ff. has it.
double evaporation_kg_m2s(PoolLiquid const& liquid, double wind_10m_mps, double radius_m);

struct Ground {
  double conductivity_W_mK = 0, diffusivity_m2_s = 0, temperature_K = 0;
};
/// Concrete: 1.1 W/(m K), 4.7e-7 m²/s (CPR 14E, table 3.1: heavy concrete about 1.3; light 0.2).
Ground concrete(double temperature_K);

/// Boiling on the ground, kg/(m² s), `t_s` after that ground was wetted: q = λ ΔT/√(π a t), over the heat of
/// vaporisation. CPR 14E section 3.5.
double boiling_kg_m2s(double boiling_K, double latent_J_kg, Ground const& ground, double t_s);

/// What evaporates by hand of the above from a spill of `volume_m3`, by steps: the pool runs until `least_depth_m` or
/// `bund_radius_m` (0 = none) and loses what evaporates.
struct Spill {
  double volume_m3 = 0;
  double least_depth_m = 0.01; // on uneven industrial ground; CPR 18E: 5…20 mm
  double bund_radius_m = 0;
};
struct PoolStep {
  double t_s = 0, radius_m = 0, rate_kg_s = 0, left_kg = 0;
};
/// Ends at `end_s` or when it is dry. Balance: left + evaporated = spilled.
std::vector<PoolStep> evaporate(Spill const& spill, PoolLiquid const& liquid, double wind_10m_mps, double end_s);

} // namespace dalian::hazard
