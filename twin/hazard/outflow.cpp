#include "twin/hazard/outflow.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

double area_m2(Hole const& hole) {
  return std::numbers::pi / 4 * hole.diameter_m * hole.diameter_m;
}

} // namespace

double liquid_rate_kg_s(Hole const& hole, double density_kg_m3, double pressure_Pa, double head_m) {
  double const drive = 2 * (pressure_Pa - kAtmosphere_Pa) / density_kg_m3 + 2 * kGravity * head_m;
  return drive > 0 ? hole.discharge * area_m2(hole) * density_kg_m3 * std::sqrt(drive) : 0;
}

double GasState::density() const {
  return pressure_Pa * molar_mass_kg / (compressibility * kGasConstant * temperature_K);
}

GasJet gas_jet(Hole const& hole, GasState const& inside) {
  double const k = inside.heat_ratio;
  assert(k > 1 && "a gas");
  if (inside.pressure_Pa <= kAtmosphere_Pa)
    return {0, false, inside.pressure_Pa, inside.temperature_K, inside.density()};
  double const critical = std::pow(2 / (k + 1), k / (k - 1));
  double const ratio = std::max(kAtmosphere_Pa / inside.pressure_Pa, critical);
  double const rho = inside.density();
  double const flux =
      std::sqrt(rho * inside.pressure_Pa * (2 * k / (k - 1)) * (std::pow(ratio, 2 / k) - std::pow(ratio, (k + 1) / k)));
  return {hole.discharge * area_m2(hole) * flux, ratio == critical, ratio * inside.pressure_Pa,
          inside.temperature_K * std::pow(ratio, (k - 1) / k), rho * std::pow(ratio, 1 / k)};
}

double choked_time_constant_s(Hole const& hole, GasState const& inside, double volume_m3) {
  return inside.density() * volume_m3 / gas_jet(hole, inside).rate_kg_s;
}

double flash_share(BoilingLiquid const& liquid) {
  return std::clamp(liquid.heat_J_kgK * (liquid.temperature_K - liquid.boiling_K) / liquid.latent_J_kg, 0.0, 1.0);
}

double two_phase_rate_kg_s(Hole const& hole, BoilingLiquid const& liquid) {
  double const expansion = 1 / liquid.vapour_density - 1 / liquid.liquid_density;
  double const equilibrium = liquid.latent_J_kg / (expansion * std::sqrt(liquid.temperature_K * liquid.heat_J_kgK));
  double const over = std::max(0.0, liquid.pressure_Pa - liquid.vapour_pressure_Pa);
  double const pushed = hole.discharge * std::sqrt(2 * liquid.liquid_density * over);
  return area_m2(hole) * std::hypot(equilibrium, pushed);
}

double airborne_share(BoilingLiquid const& liquid) {
  return std::min(1.0, 2 * flash_share(liquid));
}

} // namespace dalian::hazard
