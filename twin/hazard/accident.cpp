#include "twin/hazard/accident.hpp"

#include "twin/hazard/pool.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

constexpr double kReference_K = 293.15; // of the tables' vapour pressures

/// Clausius and Clapeyron from 20 °C.
double vapour_pressure_Pa(Substance const& s, double temperature_K) {
  double const slope = s.latent_J_kg * s.molar_mass_kg / kGasConstant;
  return s.vapour_pressure_Pa * std::exp(-slope * (1 / temperature_K - 1 / kReference_K));
}

BoilingLiquid boiling_of(Storage const& storage) {
  Substance const& s = *storage.substance;
  double const vapour_Pa = vapour_pressure_Pa(s, storage.temperature_K);
  GasState const vapour{vapour_Pa, storage.temperature_K, s.molar_mass_kg, s.heat_ratio, 1};
  return {storage.temperature_K, s.boiling_K,      vapour_Pa,     std::max(storage.pressure_Pa, vapour_Pa),
          s.liquid_density,      vapour.density(), s.latent_J_kg, s.liquid_heat_J_kgK};
}

double outflow_kg_s(Storage const& storage, Hole const& hole) {
  Substance const& s = *storage.substance;
  if (storage.phase == Phase::gas)
    return gas_jet({hole.diameter_m, .85},
                   {storage.pressure_Pa, storage.temperature_K, s.molar_mass_kg, s.heat_ratio, 1})
        .rate_kg_s;
  if (storage.phase == Phase::liquefied) return two_phase_rate_kg_s(hole, boiling_of(storage));
  // A tank as high as wide, filled: the head of its height.
  double const height = std::cbrt(4 * storage.mass_kg / s.liquid_density / std::numbers::pi);
  return liquid_rate_kg_s(hole, s.liquid_density, storage.pressure_Pa, height);
}

/// What comes off the pool of a liquid that does not boil.
void add_pool(Storage const& storage, Weather const& weather, double bund_m, Release& out) {
  Substance const& s = *storage.substance;
  PoolLiquid const liquid{s.liquid_density, s.molar_mass_kg, vapour_pressure_Pa(s, storage.temperature_K),
                          storage.temperature_K, .8};
  // As thin as uneven ground lets it be, but within the bund, which holds the vessel; at once half as much again runs
  // over (CPR 18E, 3.2.3).
  constexpr double kThin_m = .01, kOver = 1.5;
  double const bund_m2 = storage.mass_kg / s.liquid_density / bund_m * (out.failure == Failure::burst ? kOver : 1);
  double const area_m2 = std::min(out.mass_kg / s.liquid_density / kThin_m, bund_m2);
  double const radius = std::sqrt(area_m2 / std::numbers::pi);
  out.pool_m = 2 * radius;
  out.air_kg_s = std::min(out.mass_kg / out.duration_s, evaporation_kg_m2s(liquid, weather.wind_10m_mps, radius) *
                                                            std::numbers::pi * radius * radius);
  out.air_kg = out.air_kg_s * out.duration_s;
}

} // namespace

char const* word_of(Failure failure) {
  constexpr char const* kWords[] = {"burst", "in ten minutes", "leak"};
  return kWords[static_cast<int>(failure)];
}

char const* word_of(Effect effect) {
  constexpr char const* kWords[] = {"toxic cloud", "flash fire", "explosion", "jet fire", "pool fire", "fireball"};
  return kWords[static_cast<int>(effect)];
}

Release release_of(Storage const& storage, Failure failure, Weather const& weather, Tables const& tables) {
  assert(storage.substance != nullptr && storage.mass_kg > 0);
  VesselRates const& rates = storage.phase == Phase::liquid ? tables.atmospheric : tables.pressurised;
  double const longest = 60 * tables.exposure.outflow_min;
  Release out;
  out.failure = failure;
  out.mass_kg = storage.mass_kg;
  switch (failure) {
  case Failure::burst:
    out.per_a = rates.burst;
    out.duration_s = longest; // of a pool's evaporation
    break;
  case Failure::ten_minutes:
    out.per_a = rates.ten_minutes;
    out.duration_s = 600;
    out.rate_kg_s = storage.mass_kg / 600;
    break;
  case Failure::leak:
    out.per_a = rates.leak;
    out.rate_kg_s = outflow_kg_s(storage, {storage.hole_m > 0 ? storage.hole_m : rates.hole_mm / 1e3, .62});
    out.duration_s = out.rate_kg_s > 0 ? std::min(longest, storage.mass_kg / out.rate_kg_s) : longest;
    out.mass_kg = out.rate_kg_s * out.duration_s;
  }
  if (out.mass_kg <= 0) return out;
  if (storage.phase == Phase::liquid) {
    add_pool(storage, weather, tables.exposure.bund_m, out);
    return out;
  }
  double airborne = 1;
  if (storage.phase == Phase::liquefied) {
    BoilingLiquid const liquid = boiling_of(storage);
    airborne = airborne_share(liquid);
    if (double const flash = flash_share(liquid); flash > 0) out.spray = airborne / flash;
  }
  out.air_kg_s = airborne * out.rate_kg_s;
  out.air_kg = airborne * out.mass_kg;
  return out;
}

} // namespace dalian::hazard
