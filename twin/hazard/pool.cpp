#include "twin/hazard/pool.hpp"

#include "twin/hazard/outflow.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

constexpr double kPi = std::numbers::pi;

} // namespace

double spread_radius_m(double volume_m3, double start_radius_m, double t_s) {
  return std::sqrt(start_radius_m * start_radius_m + std::sqrt(8 * kGravity * volume_m3 / kPi) * t_s);
}

double evaporation_kg_m2s(PoolLiquid const& liquid, double wind_10m_mps, double radius_m) {
  double const k =
      0.004786 * std::pow(wind_10m_mps, 0.78) * std::pow(2 * radius_m, -0.11) * std::pow(liquid.schmidt, -0.67);
  return k * liquid.vapour_pressure_Pa * liquid.molar_mass_kg / (kGasConstant * liquid.temperature_K);
}

Ground concrete(double temperature_K) {
  return {1.1, 4.7e-7, temperature_K};
}

double boiling_kg_m2s(double boiling_K, double latent_J_kg, Ground const& ground, double t_s) {
  double const warmer = std::max(0.0, ground.temperature_K - boiling_K);
  return ground.conductivity_W_mK * warmer / std::sqrt(kPi * ground.diffusivity_m2_s * t_s) / latent_J_kg;
}

std::vector<PoolStep> evaporate(Spill const& spill, PoolLiquid const& liquid, double wind_10m_mps, double end_s) {
  std::vector<PoolStep> steps;
  double const thinnest = std::sqrt(spill.volume_m3 / (kPi * spill.least_depth_m));
  double const widest = spill.bund_radius_m > 0 ? std::min(thinnest, spill.bund_radius_m) : thinnest;
  double const start = std::min(widest, std::cbrt(spill.volume_m3 / kPi)); // as deep as wide
  double left = spill.volume_m3 * liquid.density_kg_m3;
  double const step = end_s / 200;
  for (double t = 0; t < end_s && left > 0; t += step) {
    double const radius = std::min(widest, spread_radius_m(spill.volume_m3, start, t));
    double const wanted = evaporation_kg_m2s(liquid, wind_10m_mps, radius) * kPi * radius * radius;
    double const rate = std::min(wanted, left / step);
    left -= rate * step;
    steps.push_back({t, radius, rate, left});
  }
  return steps;
}

} // namespace dalian::hazard
