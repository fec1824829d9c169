#include "twin/hazard/fire.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::hazard {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kHydrogenShare = 0.0285, kHydrogenMolar_kg = 0.002016, kAirMolar_kg = 0.028964;
constexpr double kFlame_K = 2390, kAbsorption = 0.23; // of hydrogen in air: adiabatic; 1/m
constexpr double kBurntMolar_kg = 0.02454;            // H₂O + 1.88 N₂

double air_density(Air const& air) {
  return kAtmosphere_Pa * kAirMolar_kg / (kGasConstant * air.temperature_K);
}

double through(Air const& air, double x_m) {
  return transmitted(water_pressure_Pa(air.temperature_K, air.humidity), x_m);
}

} // namespace

double water_pressure_Pa(double temperature_K, double humidity) {
  double const t = temperature_K - 273.15;
  return humidity * 611.2 * std::exp(17.62 * t / (243.12 + t));
}

double transmitted(double water_Pa, double x_m) {
  double const thickness = water_Pa * x_m;
  return thickness > 0 ? std::min(1.0, 2.02 * std::pow(thickness, -.09)) : 1;
}

double expanded_speed_mps(GasJet const& jet, GasState const& inside) {
  // Isentropic from rest: u² = 2 cp (T₀ − T).
  double const k = inside.heat_ratio, heat = k / (k - 1) * kGasConstant / inside.molar_mass_kg;
  double const exit = std::sqrt(2 * heat * (inside.temperature_K - jet.exit_temperature_K));
  return exit + (jet.exit_pressure_Pa - kAtmosphere_Pa) / (jet.exit_density_kg_m3 * exit);
}

double hydrogen_flame_length_m(double rate_kg_s, double speed_mps, Air const& air) {
  double const rho_air = air_density(air), rho = rho_air * kHydrogenMolar_kg / kAirMolar_kg;
  double const hole = std::sqrt(4 * rate_kg_s / (kPi * rho * speed_mps)); // of the expanded jet
  double const momentum = hole * std::sqrt(rho / rho_air);
  double const warmer = (kFlame_K - air.temperature_K) / air.temperature_K;
  double const froude =
      speed_mps * std::pow(kHydrogenShare, 1.5) / (std::pow(rho / rho_air, .25) * std::sqrt(warmer * kGravity * hole));
  double const scaled = froude > 5 ? 23 : 13.5 * std::pow(froude, .4) / std::pow(1 + .07 * froude * froude, .2);
  return scaled * momentum / kHydrogenShare;
}

double hydrogen_radiated(double rate_kg_s, double length_m) {
  double const rho = kAtmosphere_Pa * kBurntMolar_kg / (kGasConstant * kFlame_K);
  double const width = .17 * length_m;
  double const time_ms = 1e3 * kPi / 12 * rho * width * width * length_m * kHydrogenShare / rate_kg_s;
  return std::min(.3, 9.45e-9 * std::pow(time_ms * kAbsorption * std::pow(kFlame_K, 4), .47));
}

double gas_flame_length_m(double rate_kg_s, double combustion_J_kg) {
  return .00326 * std::pow(rate_kg_s * combustion_J_kg, .478);
}

double jet_heat(JetFlame const& flame, Air const& air, double x_m, double r_m) {
  constexpr int kPoints = 50, kPeak = 37; // three quarters
  double sum = 0, weights = 0;
  for (int j = 1; j <= kPoints; ++j) {
    double const weight = j <= kPeak ? j : kPeak - (kPeak - 1.0) / (kPoints - kPeak - 1.0) * (j - kPeak - 1.0);
    double const away = std::hypot(x_m - flame.length_m * (j - .5) / kPoints, r_m);
    double const least = std::max(away, flame.length_m / kPoints); // within the flame: no nearer than its neighbour
    sum += weight * through(air, least) / (4 * kPi * least * least);
    weights += weight;
  }
  return flame.radiated * flame.rate_kg_s * flame.combustion_J_kg * sum / weights;
}

double burning_rate(double combustion_J_kg, double latent_J_kg, double heat_J_kgK, double boiling_K, double air_K) {
  return .001 * combustion_J_kg / (latent_J_kg + heat_J_kgK * std::max(0.0, boiling_K - air_K));
}

double flame_height_m(PoolFire const& fire, Air const& air) {
  double const flow = fire.burning_kg_m2s / (air_density(air) * std::sqrt(kGravity * fire.diameter_m));
  return 42 * fire.diameter_m * std::pow(flow, .61);
}

double pool_emissive_power(double diameter_m) {
  double const clear = std::exp(-.12 * diameter_m);
  return 140e3 * clear + 20e3 * (1 - clear);
}

double cylinder_view(double radius_m, double height_m, double x_m) {
  assert(x_m > radius_m && "outside the flame");
  double const h = height_m / radius_m, s = x_m / radius_m;
  double const b = (1 + s * s) / (2 * s), a = (h * h + s * s + 1) / (2 * s);
  double const root_b = std::sqrt(b * b - 1), root_a = std::sqrt(a * a - 1);
  double const up_b = std::atan(std::sqrt((b + 1) * (s - 1) / ((b - 1) * (s + 1))));
  double const up_a = std::atan(std::sqrt((a + 1) * (s - 1) / ((a - 1) * (s + 1))));
  double const level = (b - 1 / s) / root_b * up_b - (a - 1 / s) / root_a * up_a;
  double const upright = 1 / s * std::atan(h / std::sqrt(s * s - 1)) - h / s * std::atan(std::sqrt((s - 1) / (s + 1))) +
                         a * h / (s * root_a) * up_a;
  return std::hypot(level, upright) / kPi;
}

double pool_heat(PoolFire const& fire, Air const& air, double x_m) {
  double const radius = fire.diameter_m / 2, x = std::max(x_m, 1.001 * radius);
  return pool_emissive_power(fire.diameter_m) * cylinder_view(radius, flame_height_m(fire, air), x) *
         through(air, x - radius);
}

Fireball fireball(double mass_kg, double combustion_J_kg, double burst_pressure_Pa) {
  Fireball ball;
  ball.diameter_m = 5.8 * std::cbrt(mass_kg);
  ball.duration_s = mass_kg < 30000 ? .45 * std::cbrt(mass_kg) : 2.6 * std::pow(mass_kg, 1.0 / 6);
  ball.height_m = .75 * ball.diameter_m;
  double const radiated = std::min(.4, .27 * std::pow(burst_pressure_Pa / 1e6, .32));
  ball.emissive_W_m2 =
      radiated * mass_kg * combustion_J_kg / (kPi * ball.diameter_m * ball.diameter_m * ball.duration_s);
  return ball;
}

double fireball_heat(Fireball const& ball, Air const& air, double x_m) {
  double const radius = ball.diameter_m / 2, away_2 = x_m * x_m + ball.height_m * ball.height_m;
  return ball.emissive_W_m2 * radius * radius / away_2 * through(air, std::sqrt(away_2) - radius);
}

} // namespace dalian::hazard
