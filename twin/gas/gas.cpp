#include "twin/gas/gas.hpp"

#include <cmath>

namespace dalian::gas {
namespace {

constexpr double kPsi_pa = 6894.757293168, kRankine = 1.8; // °R per K
constexpr double kHydrogenVirial_m3_mol = 14.5e-6, kHydrogen_kg_mol = 2.01588e-3;
constexpr double kHydrogenHeat_j_m3 = 10.78e6; // 119.96 MJ/kg, ISO 6976
constexpr double kMethaneHeat_j_m3 = 35.88e6;  // ISO 6976, methane

} // namespace

Gas natural_gas(double relative_density, double temperature_k) {
  double const per_psi = 344400 * std::pow(10, 1.785 * relative_density) / std::pow(kRankine * temperature_k, 3.825);
  Gas out;
  out.molar_kg = relative_density * kAir_kg_mol;
  out.temperature_k = temperature_k;
  out.b1 = 1 - per_psi * kNormal_pa / kPsi_pa;
  out.b2 = per_psi / kPsi_pa;
  out.heat_j_m3 = kMethaneHeat_j_m3;
  return out;
}

Gas hydrogen(double temperature_k) {
  Gas out;
  out.molar_kg = kHydrogen_kg_mol;
  out.temperature_k = temperature_k;
  out.b2 = -kHydrogenVirial_m3_mol / (kGasConstant * temperature_k);
  out.heat_j_m3 = kHydrogenHeat_j_m3;
  return out;
}

Gas blend(Gas const& a, Gas const& b, double share) {
  Gas out = a;
  double const rest = 1 - share;
  out.molar_kg = rest * a.molar_kg + share * b.molar_kg;
  out.b1 = rest * a.b1 + share * b.b1;
  out.b2 = rest * a.b2 + share * b.b2;
  out.heat_j_m3 = rest * a.heat_j_m3 + share * b.heat_j_m3;
  return out;
}

double potential(Gas const& gas, double pa) {
  double const p = std::abs(pa), value = p * p * (gas.b1 / 2 + gas.b2 * p / 3);
  return pa < 0 ? -value : value;
}

double pressure_of(Gas const& gas, double potential_pa2) {
  double const wanted = std::abs(potential_pa2);
  double p = std::sqrt(2 * wanted / gas.b1);
  for (int i = 0; i < 50 && p > 0; ++i) { // Newton; the potential rises with p, and bends one way
    double const step = (potential(gas, p) - wanted) / (p * (gas.b1 + gas.b2 * p));
    p -= step;
    if (std::abs(step) <= 1e-15 * p) break;
  }
  return potential_pa2 < 0 ? -p : p;
}

} // namespace dalian::gas
