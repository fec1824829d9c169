#pragma once
// A gas as steady flow in pipes sees it: how its density follows from its pressure at one temperature. Pascal, kelvin,
// kilogram. Pure functions.

namespace dalian::gas {

inline constexpr double kGasConstant = 8.314462618; // J/(mol K), SI
inline constexpr double kAir_kg_mol = 0.0289647;    // dry air
/// State of a normal cubic metre: 0 °C, 101.325 kPa.
inline constexpr double kNormal_k = 273.15, kNormal_pa = 101325;

/// 1/Z = b1 + b2 p: exact for an ideal gas, the form of CNGA, and that of a second virial coefficient. Holds while
/// b1 + b2 p > 0.5.
struct Gas {
  double molar_kg = 0; // per mol
  double temperature_k = 0;
  double b1 = 1, b2 = 0; // b2: 1/Pa
  double heat_j_m3 = 0;  // lower heating value of a normal cubic metre
  bool operator==(Gas const&) const = default;

  /// Square of the isothermal speed of sound as an ideal gas, R T / M.
  double speed2() const { return kGasConstant * temperature_k / molar_kg; }
  double density(double pa) const { return pa * (b1 + b2 * pa) / speed2(); }
  /// Of a normal cubic metre, as an ideal gas.
  double normal_density() const { return kNormal_pa * molar_kg / (kGasConstant * kNormal_k); }
};

/// Natural gas by its density relative to air, CNGA equation (California Natural Gas Association; Menon, Gas Pipeline
/// Hydraulics, 2005, 1.6): Z = 1 / (1 + p_gauge 344400 10^(1.785 G) / T^3.825), psi and °R; `pa` are absolute.
Gas natural_gas(double relative_density, double temperature_k);

/// Hydrogen by its second virial coefficient, 14.5 cm³/mol (Dymond and Smith, at 20 °C): Z = 1 + B p / (R T).
Gas hydrogen(double temperature_k);

/// `share` of the moles are of `b`, the rest of `a`, at the temperature of `a`. Volumes at one pressure add up
/// (Amagat), to first order in the pressure.
Gas blend(Gas const& a, Gas const& b, double share);

/// ∫ p/Z dp from 0, Pa², odd in p: the difference of it along a pipe goes with the square of the flow.
double potential(Gas const& gas, double pa);
/// The pressure of a potential.
double pressure_of(Gas const& gas, double potential_pa2);

} // namespace dalian::gas
