#pragma once
// What flows out of a hole. Pascals absolute, kelvin, kg/m³, metres, kg/s. CCPS (1999), section 2.1; TNO Yellow Book
// CPR 14E (1997), chapter 2. A hole is a sharp edge of negligible length unless said otherwise; no friction upstream.
#include <cstdint>

namespace dalian::hazard {

inline constexpr double kGravity = 9.80665;         // m/s², standard
inline constexpr double kGasConstant = 8.314462618; // J/(mol K), CODATA 2018
inline constexpr double kAtmosphere_Pa = 101325;

struct Hole {
  double diameter_m = 0;
  double discharge = 0.62; // coefficient; 0.61…0.65 for liquid through sharp edges, 0.85…1 for gas
};

/// Liquid by Bernoulli: G = C ρ √(2 (p − pₐ)/ρ + 2 g h), `head_m` of liquid above the hole. 0 when nothing drives it.
double liquid_rate_kg_s(Hole const& hole, double density_kg_m3, double pressure_Pa, double head_m);

struct GasState {
  double pressure_Pa = 0, temperature_K = 0;
  double molar_mass_kg = 0;
  double heat_ratio = 1.4; // γ = cp/cv > 1
  double compressibility = 1;
  double density() const;
};

struct GasJet {
  double rate_kg_s = 0;
  bool choked = false;
  double exit_pressure_Pa = 0, exit_temperature_K = 0, exit_density_kg_m3 = 0;
};

/// Ideal gas, isentropic, choked where p is above pₐ ((γ+1)/2)^(γ/(γ−1)).
GasJet gas_jet(Hole const& hole, GasState const& inside);

/// Seconds to empty a closed vessel of gas from p to p_end > p_critical through a choked hole, at constant temperature:
/// m' = −m/τ, so t = τ ln(p/p_end). With `volume_m3` of gas in state `inside`.
double choked_time_constant_s(Hole const& hole, GasState const& inside, double volume_m3);

struct BoilingLiquid {
  double temperature_K = 0;                      // in the vessel
  double boiling_K = 0;                          // at pₐ
  double vapour_pressure_Pa = 0;                 // at the vessel's temperature
  double pressure_Pa = 0;                        // in the vessel
  double liquid_density = 0, vapour_density = 0; // kg/m³, in the vessel
  double latent_J_kg = 0, heat_J_kgK = 0;        // heat of the liquid
};

/// Share that turns to vapour at once when the pressure is gone: cp (T − T_b)/h_fg, within 0…1. CCPS (1999) eq. 2.1.31.
double flash_share(BoilingLiquid const& liquid);
/// Flashing flow through a pipe longer than 0.1 m (equilibrium there): G = h_fg /(v_fg √(T c_p)), Fauske and Epstein
/// (1988), with what sub-cooling adds: √(G_sub² + G_eq²), where G_sub = C √(2 ρ (p − p_v)). kg/s.
double two_phase_rate_kg_s(Hole const& hole, BoilingLiquid const& liquid);
/// Share of the spilled mass that stays in the air: the vapour and as much spray again (CCPS 1999: once to twice the
/// flash), at most all of it.
double airborne_share(BoilingLiquid const& liquid);

} // namespace dalian::hazard
