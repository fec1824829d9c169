#pragma once
// Heat of fires on people and equipment: flames as rows of radiating points (jets) or as radiating bodies (pools,
// fireballs). W/m², metres, kg/s, J/kg. Over flat ground, without wind unless said; the receiver faces the flame.
#include "twin/hazard/outflow.hpp"

namespace dalian::hazard {

/// Share of the heat that air lets through: 2.02 (p_w x)^−0.09, p_w of water vapour in Pa, within 0…1. CPR 14E eq.
/// 6.29 (after Bagster), for 10⁴ < p_w x < 10⁵ N/m.
double transmitted(double water_Pa, double x_m);
/// Partial pressure of water, Pa: humidity × Magnus' formula (Sonntag 1990).
double water_pressure_Pa(double temperature_K, double humidity);

struct Air {
  double temperature_K = 288.15;
  double humidity = 0.7; // share
};

// --- jets

struct JetFlame {
  double rate_kg_s = 0;
  double length_m = 0;
  double radiated = 0; // share of the heat of combustion
  double combustion_J_kg = 0;
};

/// Speed of a jet that has come down to the air's pressure, mass and momentum kept: u + (p − pₐ)/(ρ u), Birch et al.
/// (1987).
double expanded_speed_mps(GasJet const& jet, GasState const& inside);
/// Visible length of a hydrogen jet, m: L f_s/d* = 13.5 Fr^0.4/(1 + 0.07 Fr²)^0.2, 23 for Fr > 5, f_s = 0.0285 (the
/// mass share of hydrogen in a stoichiometric mixture); Delichatsios (1993), Schefer et al. (2006), Houf and Schefer
/// (2007).
double hydrogen_flame_length_m(double rate_kg_s, double speed_mps, Air const& air);
/// Share radiated: 9.45e-9 (τ a T⁴)^0.47, τ = π/12 ρ_f W² L f_s/m' in ms, W = 0.17 L, a = 0.23 1/m, T = 2390 K, ρ_f of
/// the burnt gas there: Panda and Hecht (2017). At most 0.3.
double hydrogen_radiated(double rate_kg_s, double length_m);
/// Length of a hydrocarbon gas jet, m: 0.00326 (m' H_c)^0.478, API RP 521 as fitted in CCPS (1999), H_c in J/kg.
double gas_flame_length_m(double rate_kg_s, double combustion_J_kg);

/// At (x, r): along the jet's axis from the hole, and away from it. Points along the flame weighted as Hankinson and
/// Lowesmith (2012): rising to three quarters of its length.
double jet_heat(JetFlame const& flame, Air const& air, double x_m, double r_m);

// --- pools

struct PoolFire {
  double diameter_m = 0;
  double burning_kg_m2s = 0;
};
/// kg/(m² s): 0.001 H_c/(h_fg + c_p (T_b − T_a)), Burgess and Hertzberg (1974).
double burning_rate(double combustion_J_kg, double latent_J_kg, double heat_J_kgK, double boiling_K, double air_K);
/// Thomas (1963), no wind: L/D = 42 (m''/(ρ_a √(g D)))^0.61.
double flame_height_m(PoolFire const& fire, Air const& air);
/// Of large smoky fires, W/m²: 140e3 e^(−0.12 D) + 20e3 (1 − e^(−0.12 D)), Mudan (1984).
double pool_emissive_power(double diameter_m);
/// Share of the view of a receiver on the ground, facing it best, that an upright cylinder fills; `x_m` from its axis,
/// more than its radius. Mudan (1987).
double cylinder_view(double radius_m, double height_m, double x_m);
double pool_heat(PoolFire const& fire, Air const& air, double x_m);

// --- fireballs

struct Fireball {
  double diameter_m = 0, duration_s = 0, height_m = 0; // of its middle
  double emissive_W_m2 = 0;
};
/// D = 5.8 M^(1/3); t = 0.45 M^(1/3) below 30 t, else 2.6 M^(1/6); middle at 0.75 D (CCPS 1999, section 2.2.4). Share
/// radiated 0.27 p^0.32 (p in MPa, Roberts 1981), at most 0.4.
Fireball fireball(double mass_kg, double combustion_J_kg, double burst_pressure_Pa);
/// Facing it best: (D/2)²/(x² + h²).
double fireball_heat(Fireball const& ball, Air const& air, double x_m);

} // namespace dalian::hazard
