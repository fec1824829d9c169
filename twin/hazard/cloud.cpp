#include "twin/hazard/cloud.hpp"

#include "twin/hazard/plume.hpp"
#include "twin/hazard/scenario.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

constexpr double kPi = std::numbers::pi, kReceiver_m = 1.5, kSource_m = 1;
constexpr double kFirstAir = 10; // volumes of air that a bursting vessel mixes in; assumption, CPR 14E has 10…20
constexpr double kEdge = 2.15;   // sigmas from the middle of a bell to a tenth of it
constexpr double kAir_K = 288.15, kAirMolar_kg = .028964;
constexpr double kAdvection = .4; // of the wind: how fast a heavy puff goes, Britter and McQuaid (1988)

double gas_density(double molar_kg, double temperature_K) {
  return kAtmosphere_Pa * molar_kg / (kGasConstant * temperature_K);
}

double source_temperature_K(Storage const& s) {
  return s.phase == Phase::liquefied ? s.substance->boiling_K : s.phase == Phase::gas ? kAir_K : s.temperature_K;
}

} // namespace

Cloud::Cloud(Storage const& storage, Release const& release, Weather const& weather, Exposure const& exposure)
    : bursts_(release.failure == Failure::burst && storage.phase != Phase::liquid), stability_(weather.stability),
      wind_mps_(std::max(kCalm_mps, wind_at(kSource_m, weather.wind_10m_mps, weather.stability, Terrain::rural))),
      wind_10m_mps_(std::max(kCalm_mps, weather.wind_10m_mps)), longest_min_(exposure.toxic_min),
      duration_s_(release.duration_s), rate_kg_s_(release.air_kg_s), mass_kg_(release.air_kg),
      pure_kg_m3_(gas_density(storage.substance->molar_mass_kg, kAir_K)), spray_(release.spray) {
  double const volume = (1 + kFirstAir) * mass_kg_ / pure_kg_m3_;
  start_sigma_m_ = std::cbrt(3 * volume / (2 * kPi)) / kEdge; // a half ball
  double const temperature = source_temperature_K(storage);
  double const vapour = gas_density(storage.substance->molar_mass_kg, temperature);
  source_.density_kg_m3 = vapour * spray_;
  source_.volume = (bursts_ ? mass_kg_ : rate_kg_s_) / source_.density_kg_m3;
  source_.temperature_K = temperature;
  source_.air_density_kg_m3 = gas_density(kAirMolar_kg, kAir_K);
  source_.air_temperature_K = kAir_K;
  source_.wind_10m_mps = wind_10m_mps_;
  source_.duration_s = duration_s_;
  heavy_ = source_.volume > 0 && (bursts_ ? is_dense_puff(source_) : is_dense_plume(source_));
  if (!heavy_) return;
  dense_ = bursts_ ? dense_puff(source_) : dense_plume(source_);
  double const light = light_kg_m3(dense_.end_m());
  matched_ = light > 0 ? heavy_kg_m3(dense_.end_m()) / light : 1;
}

double Cloud::light_kg_m3(double x_m) const {
  if (bursts_)
    return concentration(Puff{mass_kg_, kSource_m, wind_mps_, stability_, start_sigma_m_}, x_m / wind_mps_, x_m, 0,
                         kReceiver_m);
  return concentration(Plume{rate_kg_s_, kSource_m, wind_mps_, stability_, Curves::briggs_rural}, x_m, 0, kReceiver_m);
}

/// Spray has turned to gas by then: more of the substance than the volume share says, at most all.
double Cloud::heavy_kg_m3(double x_m) const {
  return std::min(1.0, dense_.at(x_m) * spray_) * pure_kg_m3_;
}

double Cloud::axis_kg_m3(double x_m) const {
  if (!(x_m > 0)) return 0;
  if (!heavy_) return std::min(light_kg_m3(x_m), pure_kg_m3_);
  return x_m < dense_.end_m() ? heavy_kg_m3(x_m) : matched_ * light_kg_m3(x_m);
}

double Cloud::light_across_m(double x_m) const {
  return bursts_ ? spread_of(Puff{mass_kg_, kSource_m, wind_mps_, stability_, start_sigma_m_}, x_m).across
                 : plume_spread(x_m, stability_, Curves::briggs_rural).across;
}

double Cloud::radius_m(double x_m) const {
  // R² = R₀² + 1.2 t √(g₀ V₀), and its leading edge is at 0.4 u t + R: Britter and McQuaid (1988), section 5.
  double const first = std::cbrt(source_.volume / kPi); // a cylinder as high as its radius
  double const pace = 1.2 * std::sqrt(reduced_gravity(source_) * source_.volume);
  auto const radius = [&](double t) { return std::sqrt(first * first + pace * t); };
  double before = 0, after = x_m / (kAdvection * wind_10m_mps_);
  for (int i = 0; i < 50; ++i) {
    double const t = (before + after) / 2;
    (kAdvection * wind_10m_mps_ * t + radius(t) < x_m ? before : after) = t;
  }
  return radius(after);
}

double Cloud::across_m(double x_m) const {
  double const light = light_across_m(x_m);
  if (!heavy_) return light;
  // In faint winds the formula of the plume's width outgrows its length: held to it.
  double const half = bursts_ ? radius_m(x_m) : std::min(dense_half_width_m(source_, x_m), x_m);
  return std::max(light, half / kEdge);
}

double Cloud::at(Along p) const {
  double const axis = axis_kg_m3(p.along_m);
  if (axis <= 0) return 0;
  double const off = p.across_m / across_m(p.along_m);
  return axis * std::exp(-.5 * off * off);
}

double Cloud::passing_min(double x_m, double n) const {
  if (!bursts_) return std::min(duration_s_ / 60, longest_min_);
  Puff const puff{mass_kg_, kSource_m, wind_mps_, stability_, start_sigma_m_};
  double const light = std::sqrt(2 * kPi / n) * spread_of(puff, x_m).along / wind_mps_ / 60; // a bell's ∫ Cⁿ dt
  double const heavy = heavy_ ? 2 * radius_m(x_m) / (kAdvection * wind_10m_mps_) / 60 : 0;
  return std::min(std::max(light, heavy), longest_min_);
}

double FlammableJet::half_width_m(double x_m) const {
  // 5.4 d √(ρₐ/ρ)/x · exp(−57 (r/x)²) = limit, and the first factor is limit · reach/x.
  return x_m > 0 && x_m < reach_m ? x_m * std::sqrt(std::log(reach_m / x_m) / 57) : 0;
}

FlammableJet flammable_jet(Storage const& storage, double rate_kg_s) {
  FlammableJet out;
  Substance const& fuel = *storage.substance;
  if (!(fuel.lower_limit > 0 && rate_kg_s > 0 && storage.pressure_Pa > kAtmosphere_Pa)) return out;
  GasState const inside{storage.pressure_Pa, storage.temperature_K, fuel.molar_mass_kg, fuel.heat_ratio, 1};
  double const speed = expanded_speed_mps(gas_jet({.01, 1}, inside), inside);
  double const rho = gas_density(fuel.molar_mass_kg, kAir_K), rho_air = gas_density(kAirMolar_kg, kAir_K);
  double const source = std::sqrt(4 * rate_kg_s / (kPi * rho * speed));
  out.reach_m = 5.4 * source * std::sqrt(rho_air / rho) / fuel.lower_limit;
  // ∫ ρ c dA within the half-width: ρ c₀ π x²/57 (1 − limit/c₀), c₀ = limit · reach/x but at most 1.
  constexpr int kSteps = 400;
  for (int i = 0; i < kSteps; ++i) {
    double const x = out.reach_m * (i + .5) / kSteps, axis = fuel.lower_limit * out.reach_m / x;
    if (axis < 1) out.mass_kg += rho * (axis - fuel.lower_limit) * kPi * x * x / 57 * out.reach_m / kSteps;
  }
  return out;
}

} // namespace dalian::hazard
